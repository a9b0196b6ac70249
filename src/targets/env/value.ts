/**
 * A value as the dotenv extension reads it back: it trims, takes one pair of quotes off the ends, knows
 * no escapes, and reads on over line breaks only inside double quotes. Undefined for a text that it
 * cannot be made to read.
 */
export function writeEnvValue(text: string): string | undefined {
  for (const candidate of [text, `"${text}"`, `'${text}'`])
    if (readEnvValue(candidate) === text) return candidate;
  return undefined;
}

/** What the extension makes of the text behind `NAME=`; undefined where it would read past it. */
export function readEnvValue(written: string): string | undefined {
  const lines = written.split("\n");
  let value = (lines[0] ?? "").trim();
  if (value.startsWith('"') && !value.endsWith('"')) {
    // It reads on to the first line that ends with a quote.
    const end = lines.findIndex((line, index) => index > 0 && line.trimEnd().endsWith('"'));
    if (end !== lines.length - 1) return undefined;
    value = [(lines[0] ?? "").trimStart(), ...lines.slice(1, end), (lines[end] ?? "").trimEnd()].join("\n");
  } else if (lines.length > 1) return undefined;
  for (const quote of ['"', "'"])
    if (value.startsWith(quote) && value.endsWith(quote)) return value.length < 2 ? "" : value.slice(1, -1);
  return value;
}
