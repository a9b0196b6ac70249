import { resolve } from "node:path";
import type { GlobalOptions } from "../session.ts";
import type { Remembered } from "./closing.ts";

/** A call that may be answered from memory. */
export interface Call {
  readonly command: Remembered;
  readonly options: GlobalOptions;
  /** What it asks, as {@link questionOf}. */
  readonly question: string;
}

const formats: ReadonlySet<string> = new Set<GlobalOptions["format"]>(["text", "json", "github", "sarif"]);

/** Whether each can look into the repository. */
const commands: Readonly<Record<Remembered, boolean>> = {
  check: true,
  generate: false,
  validate: true,
  drift: true,
};

/** The call, in its plain forms; undefined for every other command and every other option. */
export function plainCall(argv: readonly string[], cwd: string): Call | undefined {
  let command: Remembered | undefined;
  let options: GlobalOptions = { format: "text" };
  let repo: string | boolean = false;
  let isVerbose = false;
  const rest = [...argv];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (command === undefined && isRemembered(word)) command = word;
    else if (word === "--no-color") options = { ...options, color: false };
    else if (word === "--config" || word === "-c") {
      const config = rest.shift();
      if (config === undefined || config.startsWith("-")) return undefined;
      options = { ...options, config };
    } else if (word === "--format" || word === "-f") {
      const format = rest.shift();
      if (format === undefined || !isFormat(format)) return undefined;
      options = { ...options, format };
    } else if (command === undefined || !commands[command]) return undefined;
    else if (word === "--verbose") isVerbose = true;
    else if (word === "--repo") {
      const path = rest[0]?.startsWith("-") === false ? rest.shift() : undefined;
      repo = path === undefined ? true : resolve(cwd, path);
    } else return undefined;
  }
  return command && { command, options, question: questionOf(command, repo, isVerbose) };
}

/**
 * What a call asks, beside the inventory and the look of the terminal: calls with the same question have one
 * answer. `repo` is the repository's top where it was told, absolute.
 */
export function questionOf(command: Remembered, repo: string | boolean, isVerbose: boolean): string {
  // Both compare the same files.
  if (repo === false && (command === "check" || command === "generate")) return "files";
  return JSON.stringify([command, repo, isVerbose]);
}

function isRemembered(word: string): word is Remembered {
  return Object.hasOwn(commands, word);
}

function isFormat(word: string): word is GlobalOptions["format"] {
  return formats.has(word);
}
