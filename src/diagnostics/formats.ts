import type { Formatter } from "./format.ts";
import { formatGithub } from "./github.ts";
import { formatJson } from "./json.ts";
import { formatSarif } from "./sarif.ts";
import { formatText } from "./text.ts";

const table = {
  text: formatText,
  json: formatJson,
  github: formatGithub,
  sarif: formatSarif,
} satisfies Record<string, Formatter>;

/** The value of `--format`. */
export type FormatName = keyof typeof table;

/** Every output format of diagnostics: a new one is a file and a row. */
export const formats: Readonly<Record<FormatName, Formatter>> = table;

/** True for the name of a format. */
export function isFormatName(name: string): name is FormatName {
  return Object.hasOwn(table, name);
}
