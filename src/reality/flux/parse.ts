import { isMap, isScalar, isSeq, LineCounter, parseAllDocuments, parseDocument } from "yaml";
import type {
  Document,
  DocumentOptions,
  ParsedNode,
  ParseOptions,
  ScalarTag,
  SchemaOptions,
  Tags,
} from "yaml";
import { copy, isMapping, listAt, stringAt } from "../value.ts";
import type { Mapping, Value } from "../value.ts";

/** `0775`, which Go's parser takes for octal where YAML 1.2 sees 775. */
const oldOctal: ScalarTag = {
  identify: () => false,
  default: true,
  tag: "tag:yaml.org,2002:int",
  test: /^[-+]?0[0-7]+$/,
  resolve: (text) => Number.parseInt(text, 8),
};

const options: ParseOptions & DocumentOptions & SchemaOptions = {
  schema: "core",
  merge: true,
  // Quadratic, and Flux takes the last of two.
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: "silent",
  customTags: (tags: Tags): Tags => [oldOctal, ...tags],
};

/** Far above what people write by hand, far below what an alias bomb needs. */
const maxAliasCount = 1_000_000;

/** One YAML document of a file. */
export interface YamlDocument {
  readonly value: Value;
  /** The line, from 1, on which its content begins. */
  readonly line: number;
  /** Paths through maps to keys with nothing behind them, not even `null`. */
  readonly bareNulls: readonly (readonly string[])[];
}

export interface YamlFile {
  readonly documents: readonly YamlDocument[];
  /** Why the file, or a document in it, could not be read; the other documents are there all the same. */
  readonly problem?: string | undefined;
}

/** `*alias:` as a key, which Go takes and `yaml` does not. */
const aliasKey = /^(\s*(?:- )?)\*([A-Za-z0-9_-]+):(?=\s|$)/gm;

/** Reads the documents of a manifest as kustomize does; empty ones are left out. */
export function parseYaml(text: string): YamlFile {
  const lines = new LineCounter();
  const documents: YamlDocument[] = [];
  let problem: string | undefined;
  const ready = text.includes("*") ? text.replace(aliasKey, "$1*$2 :") : text;
  for (const document of parseAllDocuments(ready, { ...options, lineCounter: lines })) {
    const [error] = document.errors;
    if (error !== undefined) {
      problem ??= `line ${lines.linePos(error.pos[0]).line}: ${error.message}`;
      continue;
    }
    try {
      if (!ready.endsWith("\n")) cutLastBreak(document.contents);
      const value = copy(document.toJS({ maxAliasCount }) as Value);
      const start = (document.contents?.range ?? document.range)[0];
      if (value === null) continue;
      const bareNulls = nullPaths(value, []).filter((path) => isBare(document, path));
      documents.push({ value, line: Math.max(1, lines.linePos(start).line), bareNulls });
    } catch (error_) {
      problem ??= error_ instanceof Error ? error_.message : String(error_);
    }
  }
  return { documents, problem };
}

/** A block text at the very end of a file without a last line break has none either, as Go reads it. */
function cutLastBreak(node: ParsedNode | null): void {
  if (isMap(node)) cutLastBreak(node.items.at(-1)?.value ?? null);
  else if (isSeq(node)) cutLastBreak(node.items.at(-1) ?? null);
  else if (isScalar(node) && node.type?.startsWith("BLOCK") === true && typeof node.value === "string") {
    node.value = node.value.replace(/\n$/, "");
  }
}

function nullPaths(value: Value, path: readonly string[]): (readonly string[])[] {
  if (value === null) return [path];
  if (!isMapping(value)) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    item === null || isMapping(item) ? nullPaths(item, [...path, key]) : [],
  );
}

function isBare(document: Document.Parsed, path: readonly string[]): boolean {
  const node = document.getIn(path, true);
  return isScalar(node) && node.value === null && (node.source ?? "") === "";
}

/** Reads one short YAML text, such as a value after substitution; undefined when it is no YAML. */
export function parseValue(text: string): { readonly value: Value } | undefined {
  const document = parseDocument(text, options);
  if (document.errors.length > 0) return undefined;
  return { value: copy(document.toJS({ maxAliasCount }) as Value) };
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
