import { SubstitutionError } from "./substitution-error.ts";

/** Each beginning of a text is tried, so that a long one would take for ever. */
const longest = 2_000;

/**
 * Takes a beginning (`#`) or an end (`%`) off that a glob fits: the shortest, or the longest when doubled.
 * `*` and `?` also fit a `/`. Throws SubstitutionError for classes and escapes: Flux reads them backwards
 * for an end, byte by byte, which is not followed here.
 */
export function trimmed(value: string, operator: string, pattern: string): string {
  if (/[[\]\\]/.test(pattern))
    throw new SubstitutionError("a pattern has a class or an escape, which is not followed");
  if (/[^\0-\x7f]/.test(value))
    throw new SubstitutionError("a pattern meets a text beyond ASCII, which is not followed");
  if (value.length > longest)
    throw new SubstitutionError("a pattern meets a long text, which is not followed");
  const body = pattern
    .replace(/[$.+(){}^|/]/g, "\\$&")
    .replaceAll("*", "[^]*")
    .replaceAll("?", "[^]");
  const glob = new RegExp(`^(?:${body})$`);
  const front = operator.startsWith("#");
  const lengths = Array.from({ length: value.length }, (_, index) => index + 1);
  if (operator.length === 2) lengths.reverse();
  const cut = (length: number): string =>
    front ? value.slice(0, length) : value.slice(value.length - length);
  const length = lengths.find((one) => glob.test(cut(one))) ?? 0;
  return front ? value.slice(length) : value.slice(0, value.length - length);
}
