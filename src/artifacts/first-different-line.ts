/**
 * The offset, in UTF-16 units, at which the first line of a text begins that another does not have there; of a text that
 * the other only goes on from, its last line's.
 */
export function firstDifferentLine(text: string, other: string): number {
  const isEnd = (of: string, index: number): boolean => index === of.length || of[index] === "\n";
  let at = 0;
  while (at < text.length && text[at] === other[at]) at += 1;
  // Only one of the two goes on behind this line.
  if (text[at] === "\n" && isEnd(other, at)) return at + 1;
  return at === 0 ? 0 : text.lastIndexOf("\n", at - 1) + 1;
}
