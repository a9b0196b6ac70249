import { isCollection, isMap, isNode, isPair, parseDocument, type Node } from "yaml";

/** The text without what stands at each offset: the innermost entry of a map, or item of a list. */
export function without(text: string, offsets: readonly number[]): string {
  const document = parseDocument(text);
  const paths = offsets.map((offset) => pathAt(document.contents, offset));
  // From the last to the first, so that no index moves before it is used.
  for (const path of paths.reverse()) if (path.length > 0) document.deleteIn(path);
  return JSON.stringify(document.toJS());
}

function pathAt(node: Node | null, offset: number): readonly (string | number)[] {
  if (!isCollection(node)) return [];
  for (const [index, item] of node.items.entries()) {
    const parts = isPair(item) ? [item.key, item.value] : [item];
    if (!parts.some((part) => isNode(part) && holds(part, offset))) continue;
    const value = isPair(item) ? item.value : item;
    const key = isMap(node) && isPair(item) ? String(item.key) : index;
    return [key, ...(isNode(value) && holds(value, offset) ? pathAt(value, offset) : [])];
  }
  return [];
}

function holds({ range }: Node, offset: number): boolean {
  return range !== undefined && range !== null && range[0] <= offset && offset < range[1];
}
