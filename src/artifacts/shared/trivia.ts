import type { Node } from "jsonc-parser";

/** What stands between two values of a document: white space, comments and at most one comma. */
export interface Between {
  readonly comma: number | undefined;
  /** Where the last of it that is no white space ends; the beginning where there is nothing. */
  readonly end: number;
}

const pieces = /\/\/[^\r\n]*|\/\*[\s\S]*?\*\/|[,:]/g;

/** Looks at the stretch between two values. */
export function betweenOf(text: string, start: number, stop: number): Between {
  let comma: number | undefined;
  let end = start;
  for (const { 0: piece, index } of text.slice(start, stop).matchAll(pieces)) {
    if (piece === ",") comma = start + index;
    end = start + index + piece.length;
  }
  return { comma, end };
}

/** The comments inside of a value. */
export function commentsIn(text: string, node: Node): readonly string[] {
  const found: string[] = [];
  let at = node.offset;
  for (const leaf of leavesOf(node)) {
    found.push(...commentsBetween(text, at, leaf.offset));
    at = leaf.offset + leaf.length;
  }
  return [...found, ...commentsBetween(text, at, node.offset + node.length)];
}

function commentsBetween(text: string, start: number, stop: number): readonly string[] {
  return [...text.slice(start, stop).matchAll(pieces)]
    .map(([piece]) => piece)
    .filter((piece) => piece.startsWith("/"));
}

/** Keys and values without parts, in their order: between them are no texts of people but comments. */
function* leavesOf(node: Node): Generator<Node> {
  if (node.type === "object" || node.type === "array" || node.type === "property")
    for (const child of node.children ?? []) yield* leavesOf(child);
  else yield node;
}
