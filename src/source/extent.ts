import { isMap, isPair, isScalar, isSeq } from "yaml";
import type { Node } from "yaml";

/**
 * Where a node stands, `[start, end)` in UTF-16 units: a scalar or alias exactly, a map or list up to the end
 * of its first line. What has no text of its own gets one character, so that there is something to underline.
 */
export function extent(node: Node, text: string): [start: number, end: number] {
  const [start = 0, valueEnd = 0] = node.range ?? [];
  const end = isMap(node) || isSeq(node) ? firstLineEnd(node, text, start, valueEnd) : valueEnd;
  const trimmed = start + text.slice(start, end).trimEnd().length;
  return [start, trimmed > start || start >= text.length ? trimmed : start + 1];
}

/** True when a node was written at all: `key:` alone has a value without text. */
export function isWritten(node: Node | null): node is Node {
  if (node === null) return false;
  const [start = 0, end = 0] = node.range ?? [];
  return end > start || !isScalar(node);
}

/** Up to the end of the first entry, so that a comment after it is not underlined. */
function firstLineEnd(collection: Node, text: string, start: number, end: number): number {
  // Not in all that follows: a file may be one line.
  const lineBreak = text.slice(start, end).indexOf("\n");
  if (lineBreak === -1) return end;
  const lineEnd = start + lineBreak;
  let node: Node | null = collection;
  // A line begins as many maps and lists as it likes.
  while (node !== null && (isMap(node) || isSeq(node)) && node.flow !== true) {
    const first: unknown = node.items[0];
    node = (isPair(first) ? first.value : first) as Node | null;
    if (!isWritten(node ?? null) || (node?.range?.[0] ?? lineEnd) >= lineEnd) return lineEnd;
    if ((node?.range?.[1] ?? lineEnd) <= lineEnd) break;
  }
  return Math.min(node?.range?.[1] ?? lineEnd, lineEnd);
}
