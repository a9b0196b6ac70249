import type { Path } from "../source/source.ts";

/** The value as it would be right, where a pair of quotes or brackets is all that it lacks. `written` is its text. */
export function repaired(
  expected: string,
  path: Path,
  value: unknown,
  written: string | undefined,
): string | undefined {
  if (value === null) return "give it a value, or leave it out";
  if (written === undefined || written.includes("\n")) return undefined;
  if (expected === "string" && typeof value !== "string") return `put it in quotes: \`"${written}"\``;
  if (expected === "array" || expected === "tuple") {
    if (typeof value !== "string" || !isCommand(path)) return `make it a list: \`[${written}]\``;
    // What a shell makes words of is not made a list of here.
    if (/["'\\`$|&;<>()]/.test(value)) return "make it a list, one item for each word";
    return `make it a list: \`[${value.trim().split(/\s+/).map(plainOrQuoted).join(", ")}]\``;
  }
  // Words of YAML 1.1, which are strings since 1.2.
  if (expected === "boolean" && /^(yes|on)$/i.test(written)) return "write `true`";
  if (expected === "boolean" && /^(no|off)$/i.test(written)) return "write `false`";
  const isNumber = typeof value === "string" && /^\d+(\.\d+)?$/.test(value);
  const isBoolean = value === "true" || value === "false";
  const unquoted = (isNumber && /^(number|int)$/.test(expected)) || (isBoolean && expected === "boolean");
  return unquoted ? `leave the quotes out: \`${value}\`` : undefined;
}

/** A word as an item of a YAML list: in quotes where YAML would read it as something else. */
function plainOrQuoted(word: string): string {
  const isPlain =
    /^[A-Za-z./-][\w./=+-]*$/.test(word) && !/^(?:true|false|null|yes|no|on|off|-+)$/i.test(word);
  return isPlain ? word : JSON.stringify(word);
}

/** A list of words, which a person is tempted to write as one text. */
function isCommand(path: Path): boolean {
  return ["argv", "command", "entrypoint", "exec", "fluxtilt", "regenerate"].includes(String(path.at(-1)));
}
