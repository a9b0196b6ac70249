import { isMap, isPair, isScalar, isSeq } from "yaml";
import type { ParsedNode } from "yaml";
import { isWritten } from "../../source/extent.ts";

/** Spaces before the first character of the line that holds an offset, or those before the offset itself. */
export function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

/** The offset behind the line break of the line that holds an offset; the text's end on its last line. */
export function nextLine(text: string, offset: number): number {
  const at = text.indexOf("\n", offset);
  return at === -1 ? text.length : at + 1;
}

/** Where the text of a node ends; behind a block scalar, the beginning of a line. */
export function endOf(node: ParsedNode, text: string): number {
  const last = lastOf(node);
  const [start, end] = last.range;
  if (!isBlockScalar(last) || isKept(last, text)) return end;
  // Empty lines behind it are no part of it.
  let written = end;
  while (written > start && " \t\r\n".includes(text.charAt(written - 1))) written--;
  const next = nextLine(text, written);
  return Math.min(next, end);
}

/** True where an empty line behind a node would become part of it. */
export function keepsLines(node: ParsedNode, text: string): boolean {
  const last = lastOf(node);
  return isBlockScalar(last) && isKept(last, text);
}

/** What stands last in a block: a scalar, an alias or brackets. */
function lastOf(node: ParsedNode): ParsedNode {
  const last = (isMap(node) || isSeq(node)) && node.flow !== true ? node.items.at(-1) : undefined;
  if (last === undefined) return node;
  if (!isPair(last)) return lastOf(last);
  return isWritten(last.value) ? lastOf(last.value) : last.key;
}

function isBlockScalar(node: ParsedNode): boolean {
  return isScalar(node) && (node.type === "BLOCK_LITERAL" || node.type === "BLOCK_FOLDED");
}

function isKept(node: ParsedNode, text: string): boolean {
  return /^[|>][0-9]*\+/.test(text.slice(node.range[0], node.range[0] + 4));
}

/**
 * Where lines may be put behind something that ends at `end`: the beginning of a line, after the comments
 * that stand at `column` or deeper, which are read as belonging to it.
 */
export function placeBehind(text: string, end: number, column: number): number {
  let place = end === lineStart(text, end) && end > 0 ? end : nextLine(text, end);
  for (let at = place; at < text.length; at = nextLine(text, at)) {
    const line = text.slice(at, nextLine(text, at));
    const [, spaces = "", sign] = /^([ \t]*)(\S?)/.exec(line) ?? [];
    if (sign === "") continue;
    if (sign !== "#" || spaces.length < column) break;
    place = nextLine(text, at);
  }
  return place;
}
