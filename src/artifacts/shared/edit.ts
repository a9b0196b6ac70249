import { getNodeValue, parseTree, type Node } from "jsonc-parser";
import type { Json, SharedEntry } from "../../targets/artifact.ts";
import { hashValue } from "../content.ts";
import { findContainer, findEntry, type SharedDocument, type Standing } from "./document.ts";
import { betweenOf, commentsIn } from "./trivia.ts";

/** A stretch of the text and what takes its place. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Writes an entry: over the one of its name, or behind the last of its object or list. One that says the
 * same already is left as it is laid out.
 */
export function putEntry(document: SharedDocument, entry: SharedEntry): SharedDocument {
  const standing = findEntry(document, entry.root, entry.name);
  if (standing !== undefined) {
    const isSame = hashValue(getNodeValue(standing.value)) === hashValue(entry.value);
    return isSame ? document : edited(document, [replacement(document, standing, entry.value)]);
  }
  const container = findContainer(document.root, entry.root);
  if (container !== undefined)
    return edited(
      document,
      insertion(document, container, container.type === "array" ? undefined : entry.name, entry.value),
    );
  const value = entry.isItem === true ? [entry.value] : { [entry.name]: entry.value };
  return edited(document, insertion(document, document.root, entry.root, value));
}

/**
 * Takes an entry out, with its comma and, where nothing else is on it, its line. A list that is left empty
 * goes too; an object stays, since Claude Code refuses a file without its `mcpServers`.
 */
export function takeEntry(document: SharedDocument, root: string, name: string): SharedDocument {
  const standing = findEntry(document, root, name);
  if (standing === undefined) return document;
  const without = edited(document, removal(document.text, standing.container, standing.node));
  const { text } = without;
  const property = without.root.children?.find((child) => child.children?.[0]?.value === root);
  const container = property?.children?.[1];
  if (property === undefined || container === undefined || !isEmpty(text, container)) return without;
  if (container.type === "array" && commentsIn(text, property).length === 0)
    return edited(without, removal(text, without.root, property));
  const { offset, length } = container;
  return edited(without, [
    { start: offset, end: offset + length, text: container.type === "array" ? "[]" : "{}" },
  ]);
}

/** True where nobody said anything: no key but empty objects and lists, and no comment. */
export function isLeftEmpty({ text, root }: SharedDocument): boolean {
  const values = (root.children ?? []).map((child) => child.children?.[1]);
  return (
    values.every((value) => value !== undefined && isEmpty(text, value)) &&
    commentsIn(text, root).length === 0 &&
    betweenOf(text, 0, root.offset).end === 0 &&
    text.slice(root.offset + root.length).trim() === ""
  );
}

function isEmpty(text: string, node: Node): boolean {
  const isContainer = node.type === "object" || node.type === "array";
  return isContainer && node.children?.length === 0 && commentsIn(text, node).length === 0;
}

function edited({ text }: SharedDocument, edits: readonly Edit[]): SharedDocument {
  let after = text;
  // From the end, so that the places before stay; of two at one place, the first comes first.
  for (const { start, end, text: put } of [...edits].sort((one, other) => one.start - other.start).reverse())
    after = after.slice(0, start) + put + after.slice(end);
  const root = parseTree(after, [], { allowTrailingComma: true });
  if (root === undefined) throw new Error("an edit of a document left none");
  return { text: after, root };
}

function replacement(document: SharedDocument, { container, node, value }: Standing, wanted: Json): Edit {
  const { text } = document;
  const { offset: start, length } = value;
  const isInline = !text.slice(container.offset, container.offset + container.length).includes("\n");
  const put = isInline ? JSON.stringify(wanted) : printed(document, wanted, indentAt(text, node.offset));
  return { start, end: start + length, text: put };
}

function insertion(
  document: SharedDocument,
  parent: Node,
  name: string | undefined,
  value: Json,
): readonly Edit[] {
  const { text } = document;
  const head = name === undefined ? "" : `${JSON.stringify(name)}: `;
  const close = parent.offset + parent.length - 1;
  const { children = [] } = parent;
  const last = children.at(-1);
  const start = last === undefined ? parent.offset + 1 : last.offset + last.length;
  const { comma, end } = betweenOf(text, start, close);
  const edits: Edit[] = [];
  if (last !== undefined && comma === undefined) edits.push({ start, end: start, text: "," });
  // A list that ends with a comma goes on doing so.
  const tail = comma === undefined ? "" : ",";
  if (last !== undefined && !text.slice(parent.offset, close).includes("\n")) {
    edits.push({ start: end, end, text: ` ${head}${JSON.stringify(value)}${tail}` });
    return edits;
  }
  const base = indentAt(text, parent.offset);
  const eol = lineBreakOf(text);
  const indent = children.length === 0 ? base + unitOf(document) : indentAt(text, last?.offset ?? 0);
  const put = `${eol}${indent}${head}${printed(document, value, indent)}${tail}`;
  if (last !== undefined || text.slice(end, close).includes("\n")) {
    // Blanks at the end of a line stay where they are.
    const blanks = /^[ \t]*(?=\r?\n)/.exec(text.slice(end, close))?.[0].length ?? 0;
    edits.push({ start: end + blanks, end: end + blanks, text: put });
  } else edits.push({ start: end, end: close, text: `${put}${eol}${base}` });
  return edits;
}

function removal(text: string, parent: Node, node: Node): readonly Edit[] {
  const { children = [] } = parent;
  const index = children.indexOf(node);
  const [before, after] = [children[index - 1], children[index + 1]];
  const start = node.offset;
  const end = start + node.length;
  const { comma } = betweenOf(text, end, after?.offset ?? parent.offset + parent.length - 1);
  const isFollowed = comma !== undefined && text.slice(end, comma).trim() === "";
  const stop = isFollowed ? comma + 1 : end;
  const edits: Edit[] = [{ ...widened(text, start, stop, after === undefined), text: "" }];
  if (comma !== undefined && !isFollowed) edits.push({ start: comma, end: comma + 1, text: "" });
  if (comma === undefined && before !== undefined) {
    const { comma: between } = betweenOf(text, before.offset + before.length, start);
    if (between !== undefined) edits.push({ start: between, end: between + 1, text: "" });
  }
  return edits;
}

/**
 * The stretch with its whole line where nothing else is on it, and the break before it, as it was put in;
 * else with the blanks on one side.
 */
function widened(
  text: string,
  start: number,
  end: number,
  isLast: boolean,
): { readonly start: number; readonly end: number } {
  const blank = /(?<eol>\r?\n)?[ \t]*$/.exec(text.slice(0, start));
  const before = start - (blank?.[0].length ?? 0);
  const after = end + (/^[ \t]*/.exec(text.slice(end))?.[0].length ?? 0);
  if (blank?.groups?.["eol"] !== undefined)
    return /^\r?\n/.test(text.slice(after)) ? { start: before, end: after } : { start, end: after };
  return isLast ? { start: before, end } : { start, end: after };
}

function printed(document: SharedDocument, value: Json, indent: string): string {
  const lines = JSON.stringify(value, undefined, unitOf(document)).split("\n");
  return lines.join(lineBreakOf(document.text) + indent);
}

function lineBreakOf(text: string): string {
  return /\r?\n/.exec(text)?.[0] ?? "\n";
}

/** What one level is indented by: as the file's first key is, else two spaces. */
function unitOf({ text, root }: SharedDocument): string {
  const first = root.children?.[0];
  return (first === undefined ? "" : indentAt(text, first.offset)) || "  ";
}

/** The white space that the line of an offset begins with. */
function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? "";
}
