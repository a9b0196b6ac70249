import { isAlias, isMap, isScalar, isSeq, LineCounter, parseAllDocuments, visit } from "yaml";
import type { Document, DocumentOptions, ParsedNode, ParseOptions, SchemaOptions, Tags } from "yaml";
import { oldOctal } from "./octal.ts";
import { parsePlain } from "./plain.ts";
import { copy, isMapping, listAt, stringAt, valueAt } from "../value.ts";
import type { Mapping, Value } from "../value.ts";
import type { YamlDocument } from "./yaml-document.ts";

const options: ParseOptions & DocumentOptions & SchemaOptions = {
  schema: "core",
  merge: true,
  // Quadratic, and Flux takes the last of two.
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: "silent",
  customTags: (tags: Tags): Tags => [oldOctal, ...tags],
};

/** How many values a file may hold, aliases written out, beyond one for each character of it. */
const spareValues = 100_000;

const tooDeep = "it is nested too deep to be read";
/** How many aliases a file may have: `yaml` looks through all of them for each. */
const mostAliases = 5_000;

const tooMany = "its aliases stand for too many values";
const aliasesAreMany = `it has more than ${mostAliases} aliases`;

export interface YamlFile {
  readonly documents: readonly YamlDocument[];
  /** Why the file, or a document in it, could not be read; the other documents are there all the same. */
  readonly problem?: string | undefined;
  /** The line of the problem, from 1, where it has one. */
  readonly problemLine?: number | undefined;
}

/** `*alias:` as a key, which Go takes and `yaml` does not. Empty lines before it are no part of it: a file may have many. */
const aliasKey = /^([ \t]*(?:- )?)\*([A-Za-z0-9_-]+):(?=\s|$)/gm;

/** Reads the documents of a manifest as kustomize does; empty ones are left out. */
export function parseYaml(text: string): YamlFile {
  const documents = parsePlain(text);
  return documents === undefined ? parseWhole(text) : { documents };
}

/** Reads a manifest by way of the parser's nodes, whatever it is. */
export function parseWhole(text: string): YamlFile {
  const lines = new LineCounter();
  const documents: YamlDocument[] = [];
  let problem: string | undefined;
  let problemLine: number | undefined;
  let room = text.length + spareValues;
  let aliases = 0;
  const ready = text.includes("*") ? text.replace(aliasKey, "$1*$2 :") : text;
  const read = documentsOf(ready, lines);
  if (read === undefined) return { documents, problem: tooDeep };
  for (const document of read) {
    const [error] = document.errors;
    if (error !== undefined) {
      problemLine ??= lines.linePos(error.pos[0]).line;
      problem ??= `line ${problemLine}: ${error.message}`;
      continue;
    }
    try {
      if (!/\n *$/.test(ready)) cutLastBreak(document.contents);
      let value = plainValue(document.contents);
      if (value === undefined) {
        const anchors: Anchors = { sizes: new Map(), aliases: 0 };
        room -= valuesIn(document.contents, anchors);
        if (room < 0) return { documents, problem: tooMany };
        aliases += anchors.aliases;
        if (aliases > mostAliases) return { documents, problem: aliasesAreMany };
        value = resolved(document);
      }
      const start = (document.contents?.range ?? document.range)[0];
      if (value === null) continue;
      const bareNulls: (readonly string[])[] = [];
      findBareNulls(document.contents, value, [], bareNulls);
      documents.push({ value, line: Math.max(1, lines.linePos(start).line), bareNulls });
    } catch (error_) {
      const line = error_ instanceof NodeError ? lines.linePos(error_.offset).line : undefined;
      problemLine ??= line;
      const message = error_ instanceof Error ? error_.message : String(error_);
      problem ??= line === undefined ? message : `line ${line}: ${message}`;
    }
  }
  return { documents, problem, problemLine };
}

/** The line, from 1, on which a text first has each of its values. */
export function linesOfValues(text: string): ReadonlyMap<unknown, number> {
  const lines = new LineCounter();
  const found = new Map<unknown, number>();
  for (const document of documentsOf(text, lines) ?? [])
    visit(document, {
      Scalar: (_, { value, range }) => {
        if (range != null && !found.has(value)) found.set(value, lines.linePos(range[0]).line);
      },
    });
  return found;
}

/** The documents of a text; undefined when the parser ran out of stack. */
function documentsOf(text: string, lineCounter: LineCounter): readonly Document.Parsed[] | undefined {
  try {
    return parseAllDocuments(text, { ...options, lineCounter });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/**
 * A node as data, as most are; undefined where an alias, a merge, a tag or a key that is none makes something else of
 * it. It holds no more values than its text has characters.
 */
function plainValue(node: ParsedNode | null): Value | undefined {
  if (node === null) return null;
  if (isScalar(node)) return isPlain(node.value) ? node.value : undefined;
  if (isAlias(node) || node.tag !== undefined) return undefined;
  if (isSeq(node)) {
    const list: Value[] = [];
    for (const item of node.items) {
      const value = plainValue(item);
      if (value === undefined) return undefined;
      list.push(value);
    }
    return list;
  }
  const map: Mapping = {};
  for (const { key, value: written } of node.items) {
    if (!isScalar(key) || key.tag !== undefined || !isPlain(key.value)) return undefined;
    const value = plainValue(written);
    if (value === undefined) return undefined;
    const name = key.value === null ? "" : String(key.value);
    if (name !== "__proto__") map[name] = value;
  }
  return map;
}

function isPlain(value: unknown): value is string | number | boolean | null {
  return (
    value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean"
  );
}

/** A document as data that shares nothing; what its aliases stand for was counted before. */
function resolved(document: Document.Parsed): Value {
  return copy(document.toJS({ maxAliasCount: -1 }) as Value);
}

/** A node that cannot be made data of. */
class NodeError extends Error {
  /** Where it begins. */
  readonly offset: number;

  constructor(message: string, { range }: ParsedNode) {
    super(message);
    this.offset = range[0];
  }
}

/** The anchors of a document with the number of values that each stands for, and how often they are asked for. */
interface Anchors {
  readonly sizes: Map<string, number>;
  aliases: number;
}

/**
 * How many values a node stands for, its aliases written out. `anchors` holds those before it. Throws for a
 * key that JSON cannot have, as kustomize does; making a text of it takes twice as long with each level.
 */
function valuesIn(node: ParsedNode | null, anchors: Anchors): number {
  if (isAlias(node)) {
    anchors.aliases += 1;
    const size = anchors.sizes.get(node.source);
    if (size === undefined) throw new NodeError(`\`*${node.source}\` stands for nothing above it`, node);
    return size;
  }
  let count = 1;
  if (isMap(node))
    for (const { key, value } of node.items) {
      const size = valuesIn(key, anchors);
      if (size > 1 || isMap(key) || isSeq(key)) throw new NodeError("a key is a list or a mapping", key);
      count += size + valuesIn(value, anchors);
    }
  if (isSeq(node)) for (const item of node.items) count += valuesIn(item, anchors);
  if (node?.anchor !== undefined) anchors.sizes.set(node.anchor, count);
  return count;
}

/** A block text at the very end of a file without a last line break has none either, as Go reads it. */
function cutLastBreak(node: ParsedNode | null): void {
  if (isMap(node)) cutLastBreak(node.items.at(-1)?.value ?? null);
  else if (isSeq(node)) cutLastBreak(node.items.at(-1) ?? null);
  else if (isScalar(node) && node.type?.startsWith("BLOCK") === true && typeof node.value === "string") {
    node.value = node.value.replace(/\n$/, "");
  }
}

/** Finds the keys in a map at `path` that have nothing behind them; of two with the same name, the first is looked at. */
function findBareNulls(
  node: ParsedNode | null,
  value: Value | undefined,
  path: string[],
  found: (readonly string[])[],
): void {
  if (!isMap(node) || !isMapping(value)) return;
  const seen = new Set<unknown>();
  for (const { key, value: written } of node.items) {
    const name = isScalar(key) ? key.value : undefined;
    if (typeof name !== "string" || seen.has(name)) continue;
    seen.add(name);
    const inner = valueAt(value, name);
    path.push(name);
    if (inner !== null) findBareNulls(written, inner, path, found);
    else if (isScalar(written) && written.value === null && written.source === "") found.push([...path]);
    path.pop();
  }
}

/** Reads one short YAML text, such as a value after substitution; undefined when it is no YAML. */
export function parseValue(text: string): { readonly value: Value } | undefined {
  const file = parseYaml(text);
  if (file.problem !== undefined) return undefined;
  return { value: file.documents[0]?.value ?? null };
}

/** An object as it stands in a file. Shared: copy before changing. */
export interface ReadObject extends Omit<YamlDocument, "value"> {
  readonly object: Mapping;
}

/**
 * The objects of the documents: a `...List` with items stands for its items, as kustomize has it.
 * What is no map is left out.
 */
export function objectsOf(documents: readonly YamlDocument[]): ReadObject[] {
  const found: ReadObject[] = [];
  for (const { value, line, bareNulls } of documents) {
    if (!isMapping(value)) continue;
    const kind = stringAt(value, "kind");
    if (kind?.endsWith("List") === true && Object.hasOwn(value, "items")) {
      found.push(...objectsOf(listAt(value, "items").map((item) => ({ value: item, line, bareNulls: [] }))));
    } else {
      found.push({ object: value, line, bareNulls });
    }
  }
  return found;
}

const decoder = new TextDecoder("utf-8", { fatal: false, ignoreBOM: false });
const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The text of a file, without a byte order mark; bytes that are not UTF-8 become U+FFFD. */
export function decodeText(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/** The text of a file with all that is in it, or undefined when it is not UTF-8. */
export function decodeExactly(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}
