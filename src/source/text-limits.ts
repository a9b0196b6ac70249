/** How many levels of maps and lists may stand in one another, written out. */
export const maxDepth = 100;

/** How many characters one text may have: as many bytes as Linux takes for one argument, with the NUL at its end. */
export const maxTextLength = 128 * 1024 - 1;

/** What no key may be called, since plain objects have it already. */
export const reserved: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/** True for a text without NUL and halves of surrogate pairs; the expression for them is slow. */
export function isSound(text: string): boolean {
  return text.isWellFormed() && !text.includes("\0");
}
