import { findNodeAtLocation, parseTree, printParseErrorCode, type Node, type ParseError } from "jsonc-parser";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { report } from "../../diagnostics/kind.ts";
import { linesOf } from "../../diagnostics/lines.ts";
import type { SharedEntry } from "../../targets/artifact.ts";
import { hasMergeMarkers } from "../header.ts";
import { unreadable } from "../kinds.ts";

/** A JSON file with comments, whose root is an object. */
export interface SharedDocument {
  /** Without a byte order mark. */
  readonly text: string;
  readonly root: Node;
}

/** A file as it was read: a document, nothing but white space, or what is wrong with it. */
export type Reading =
  | { readonly kind: "document"; readonly document: SharedDocument; readonly mark: string }
  | { readonly kind: "blank" }
  | { readonly kind: "problem"; readonly problem: Diagnostic };

/** An entry that stands in a document. */
export interface Standing {
  /** The object or list that holds it. */
  readonly container: Node;
  /** The property or the item: what goes when the entry goes. */
  readonly node: Node;
  readonly value: Node;
}

const byteOrderMark = "\uFEFF";

/** In bytes. No client's file is near it, and each bracket of one takes a hundred times its room in memory. */
const mostBytes = 1_000_000;

/** Reads the bytes of a shared file; comments and trailing commas are taken, as editors take them. */
export function readShared(path: string, bytes: Uint8Array): Reading {
  if (bytes.length > mostBytes)
    return {
      kind: "problem",
      problem: cannotRead(path, `it has more than ${mostBytes / 1_000_000} MB`, "", 0, 0),
    };
  let whole: string;
  try {
    whole = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return { kind: "problem", problem: cannotRead(path, "it is not UTF-8", "", 0, 0) };
  }
  const mark = whole.startsWith(byteOrderMark) ? byteOrderMark : "";
  const text = whole.slice(mark.length);
  if (text.trim() === "") return { kind: "blank" };
  const parsed = parseShared(path, text);
  return "problem" in parsed
    ? { kind: "problem", problem: parsed.problem }
    : { kind: "document", document: parsed, mark };
}

function parseShared(path: string, text: string): SharedDocument | { readonly problem: Diagnostic } {
  const errors: ParseError[] = [];
  let root: Node | undefined;
  try {
    root = parseTree(text, errors, { allowTrailingComma: true });
  } catch (error) {
    // The parser calls itself for each level.
    if (!(error instanceof RangeError)) throw error;
    return { problem: cannotRead(path, "it is nested too deeply", text, 0, 0) };
  }
  const [first] = errors;
  if (first !== undefined) {
    const said = printParseErrorCode(first.error)
      .replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
      .trim();
    const words = hasMergeMarkers(text) ? "it has merge markers in it" : said;
    return { problem: cannotRead(path, words, text, first.offset, first.length) };
  }
  if (root?.type !== "object")
    return { problem: cannotRead(path, "it is not an object", text, root?.offset ?? 0, root?.length ?? 0) };
  return { text, root };
}

/**
 * What keeps our entries from being told apart in a document: a key that stands twice, of which each
 * program takes another, or something else where the object or the list that holds them belongs. Of what
 * is only to be taken out nothing tells which of the two it is: either will do.
 */
export function findObstacle(
  path: string,
  { text, root }: SharedDocument,
  wanted: readonly SharedEntry[],
  left: readonly { readonly root: string; readonly name: string }[],
): Diagnostic | undefined {
  const keys = [
    ...wanted.map(({ root: key, name, isItem }) => ({
      root: key,
      name,
      holders: [isItem === true ? ("array" as const) : ("object" as const)],
    })),
    ...left.map((one) => ({ ...one, holders: ["object", "array"] as const })),
  ];
  for (const key of keys) {
    const roots = elementsNamed(root, key.root);
    const container = roots[0]?.children?.[1];
    const names = container === undefined ? [] : elementsNamed(container, key.name);
    const twice = roots[1] ?? names[1];
    if (twice !== undefined) {
      const name = twice === roots[1] ? key.root : `${key.root}.${key.name}`;
      return cannotRead(path, `\`${name}\` stands in it twice`, text, twice.offset, twice.length);
    }
    if (container !== undefined && !key.holders.some((one) => one === container.type)) {
      const { offset, length } = container;
      const says = key.holders.map((one) => holderWords[one]).join(" and ");
      return cannotRead(path, `\`${key.root}\` is ${says}`, text, offset, length);
    }
  }
  return undefined;
}

const holderWords = { object: "no object", array: "no list" } as const;

/** Finds an entry by its key, or by its `id` where a list is there. */
export function findEntry({ root }: SharedDocument, key: string, name: string): Standing | undefined {
  const container = findContainer(root, key);
  if (container === undefined) return undefined;
  const [node] = elementsNamed(container, name);
  const value = node?.type === "property" ? node.children?.[1] : node;
  return node === undefined || value === undefined ? undefined : { container, node, value };
}

/** The value of a key of the root. */
export function findContainer(root: Node, key: string): Node | undefined {
  return findNodeAtLocation(root, [key]);
}

function elementsNamed({ type, children = [] }: Node, name: string): readonly Node[] {
  return children.filter((child) =>
    type === "array"
      ? child.type === "object" && findNodeAtLocation(child, ["id"])?.value === name
      : child.children?.[0]?.value === name,
  );
}

function cannotRead(path: string, why: string, text: string, start: number, length: number): Diagnostic {
  return report(unreadable, `\`${path}\` cannot be shared: ${why}`, {
    span: linesOf(text).span(path, start, start + length),
    help: "mend it by hand; nothing of it was changed",
  });
}
