import { workloadKind } from "../grammar/kubernetes.ts";

/** A command line as somebody wrote it by hand: the commands of a pipe, or the only one. */
export interface Invocation {
  readonly pipeline: readonly (readonly string[])[];
  /** Whether a shell reads it, so that `$NAME` is a variable. */
  readonly isShell: boolean;
}

/** One command of a program with subcommands, taken apart. */
export interface Call {
  readonly words: readonly string[];
  /** Values of flags by long name; a switch has the text `true`. */
  readonly flags: ReadonlyMap<string, string>;
  /** What stands behind `--`. */
  readonly rest: readonly string[];
}

const short: Readonly<Record<string, string>> = {
  n: "namespace",
  c: "container",
  o: "output",
  i: "stdin",
  t: "tty",
  p: "previous",
};

const switches = new Set([
  "all-containers",
  "previous",
  "stdin",
  "tty",
  "with-source",
  "force",
  "no-headers",
]);

/**
 * Takes one command of `program` apart; undefined for anything else, and for one with a flag that is not in
 * `known`: what it does then is not what an action does.
 */
export function callOf(
  words: readonly string[],
  program: string,
  known: readonly string[],
): Call | undefined {
  if (words[0] !== program) return undefined;
  const end = words.indexOf("--");
  const own = words.slice(1, end < 0 ? undefined : end);
  const plain: string[] = [];
  const flags = new Map<string, string>();
  for (let index = 0; index < own.length; index += 1) {
    const word = own[index] ?? "";
    const match = /^--([a-z-]+)(?:=([^]*))?$/.exec(word) ?? /^-([a-z]+)(?:=([^]*))?$/.exec(word);
    if (match === null) {
      if (word.startsWith("-")) return undefined;
      plain.push(word);
      continue;
    }
    const [, written = "", value] = match;
    const names = word.startsWith("--")
      ? [written]
      : Array.from(written).map((letter) => short[letter] ?? letter);
    for (const name of names) {
      if (!known.includes(name)) return undefined;
      if (switches.has(name)) flags.set(name, value ?? "true");
      else if (value !== undefined) flags.set(name, value);
      else {
        index += 1;
        const next = own[index];
        if (next === undefined) return undefined;
        flags.set(name, next);
      }
    }
  }
  return { words: plain, flags, rest: end < 0 ? [] : words.slice(end + 1) };
}

/** The only command of an invocation; undefined for a pipe. */
export function onlyCommand({ pipeline }: Invocation): readonly string[] {
  return pipeline.length === 1 ? (pipeline[0] ?? []) : [];
}

/** `kind/name` or `kind name` as a target; undefined for several objects. */
export function targetOf(words: readonly string[]): string | undefined {
  const [kind = "", name] = words.length === 1 ? (words[0] ?? "").split("/") : words;
  if (words.length > 2 || name === undefined || name === "") return undefined;
  return `${kind.includes(".") ? kind : workloadKind(kind)}/${name}`;
}
