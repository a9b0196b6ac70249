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

function firstLineEnd(node: Node, text: string, start: number, end: number): number {
  // Not in all that follows: a file may be one line.
  const lineBreak = text.slice(start, end).indexOf("\n");
  if (lineBreak === -1) return end;
  const lineEnd = start + lineBreak;
  if (!(isMap(node) || isSeq(node)) || node.flow === true) return lineEnd;
  // Up to the end of the first entry, so that a comment after it is not underlined.
  const first: unknown = node.items[0];
  const value = isPair(first) ? (first.value as Node | null) : (first as Node | undefined);
  const from = value?.range?.[0];
  if (
    !isWritten(value ?? null) ||
    value === undefined ||
    value === null ||
    from === undefined ||
    from >= lineEnd
  ) {
    return lineEnd;
  }
  return extent(value, text)[1] <= lineEnd ? extent(value, text)[1] : lineEnd;
}
