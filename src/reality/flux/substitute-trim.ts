import { SubstitutionError } from "./substitution-error.ts";

/** The work grows with the length of the text times that of the pattern. */
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
  const front = operator.startsWith("#");
  const lengths = front ? beginnings(value, pattern) : beginnings(reversed(value), reversed(pattern));
  const length = (operator.length === 2 ? lengths.at(-1) : lengths[0]) ?? 0;
  return front ? value.slice(length) : value.slice(0, value.length - length);
}

function reversed(text: string): string {
  return text.split("").reverse().join("");
}

/** How long each beginning of a text is that a glob fits, shortest first; the empty one is none. */
function beginnings(text: string, glob: string): readonly number[] {
  const signs = glob.replace(/\*+/g, "*").split("");
  const lengths: number[] = [];
  if (signs.filter((sign) => sign !== "*").length > text.length) return lengths;
  // By how many signs of the glob: whether so many fit all that was read.
  let fits = [true];
  for (const [index, sign] of signs.entries()) fits.push(sign === "*" && fits[index] === true);
  for (let read = 0; read < text.length; read++) {
    const next = [false];
    for (const [index, sign] of signs.entries()) {
      const isHere = sign === "*" ? next[index] === true || fits[index + 1] === true : fits[index] === true;
      next.push(isHere && (sign === "*" || sign === "?" || sign === text[read]));
    }
    fits = next;
    if (fits[signs.length] === true) lengths.push(read + 1);
  }
  return lengths;
}
