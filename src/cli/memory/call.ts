import type { GlobalOptions } from "../session.ts";
import type { Remembered } from "./all-current.ts";

/** A call that may be answered from memory. */
export interface Call {
  readonly command: Remembered;
  readonly options: GlobalOptions;
}

const formats: ReadonlySet<string> = new Set<GlobalOptions["format"]>(["text", "json", "github", "sarif"]);

/** The call, in its plain forms; undefined for every other command and every other option. */
export function plainCall(argv: readonly string[]): Call | undefined {
  let command: Remembered | undefined;
  let options: GlobalOptions = { format: "text" };
  const rest = [...argv];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (command === undefined && (word === "check" || word === "generate")) command = word;
    else if (word === "--no-color") options = { ...options, color: false };
    else if (word === "--config" || word === "-c") {
      const config = rest.shift();
      if (config === undefined || config.startsWith("-")) return undefined;
      options = { ...options, config };
    } else if (word === "--format" || word === "-f") {
      const format = rest.shift();
      if (format === undefined || !isFormat(format)) return undefined;
      options = { ...options, format };
    } else return undefined;
  }
  return command && { command, options };
}

function isFormat(word: string): word is GlobalOptions["format"] {
  return formats.has(word);
}
