import { isAlias, isMap, isScalar, isSeq } from "yaml";
import type { Alias, Document, Pair, ParsedNode, YAMLMap } from "yaml";
import type { Diagnostic, Span } from "../diagnostics/diagnostic.ts";
import { report } from "../diagnostics/kind.ts";
import type { Details, Kind } from "../diagnostics/kind.ts";
import type { Lines } from "../diagnostics/lines.ts";
import { extent } from "./extent.ts";
import {
  badAlias,
  badCharacter,
  badMerge,
  customTag,
  duplicateKey,
  keyNotText,
  reservedKey,
  tooDeep,
} from "./kinds.ts";

/** How many levels of maps and lists may stand in one another, written out. */
export const maxDepth = 100;

/**
 * How many values aliases and merges may stand for in a file of so many characters, written out: what is
 * enough for any small file, or as many as a file without them could hold itself.
 */
function mostAliasedValues(characters: number): number {
  return Math.max(100_000, characters);
}

/** One entry of a map: where its key and its value stand. */
export interface Entry {
  readonly key: ParsedNode;
  readonly value: ParsedNode | null;
}

/** A map of the document: its value, and where each entry of it stands. */
export interface Mapping {
  readonly value: Record<string, unknown>;
  readonly entries: Map<string, Entry>;
}

/** A document as plain data, with the tables that lead from a path to a node. */
export interface Tree {
  readonly value: unknown;
  readonly root: ParsedNode;
  readonly maps: ReadonlyMap<ParsedNode, Mapping>;
  /** What each alias stands for. */
  readonly targets: ReadonlyMap<ParsedNode, ParsedNode>;
  readonly diagnostics: readonly Diagnostic[];
  /** False when a piece of the value could not be made, so that nothing follows from what it lacks. */
  readonly whole: boolean;
}

/** The text of a document with what else a walk needs to say where it is. */
export interface Text {
  readonly path: string;
  readonly text: string;
  readonly lines: Lines;
}

/** Reads a parsed document in one pass, in document order. Entries that are refused are left out of the value. */
export function walk(text: Text, document: Document.Parsed, root: ParsedNode): Tree {
  const walker = new Walker(text, document);
  const value = walker.node(root, 1);
  const { maps, targets, diagnostics, whole } = walker;
  return { value, root, maps, targets, diagnostics, whole };
}

type MapPair = Pair<ParsedNode, ParsedNode | null>;

interface Anchored {
  readonly node: ParsedNode;
  value?: unknown;
  /** How many values it stands for, and how many levels it has, written out. */
  size: number;
  height: number;
  open: boolean;
}

const reserved = new Set(["__proto__", "constructor", "prototype"]);
const badText = /[\0\p{Surrogate}]/u;
const coreTag = /^(?:!|tag:yaml\.org,2002:(?:str|int|float|bool|null|map|seq))$/;

class Walker {
  readonly maps = new Map<ParsedNode, Mapping>();
  readonly targets = new Map<ParsedNode, ParsedNode>();
  readonly diagnostics: Diagnostic[] = [];
  whole = true;
  private readonly path: string;
  private readonly source: string;
  private readonly lines: Lines;
  private readonly anchors = new Map<string, Anchored>();
  private readonly toldTags: ReadonlySet<number>;
  private count = 0;
  private aliased = 0;
  private deepest = 0;

  constructor({ path, text, lines }: Text, document: Document.Parsed) {
    this.path = path;
    this.source = text;
    this.lines = lines;
    this.toldTags = new Set([...document.warnings, ...document.errors].map((problem) => problem.pos[0]));
  }

  node(node: ParsedNode | null, depth: number): unknown {
    if (node === null) return null;
    this.count += 1;
    this.deepest = Math.max(this.deepest, depth);
    if (isAlias(node)) return this.alias(node, depth);
    if (node.tag !== undefined && !coreTag.test(node.tag)) this.tag(node);
    if (node.anchor === undefined) return this.content(node, depth);

    const anchored: Anchored = { node, size: this.count, height: 0, open: true };
    this.anchors.set(node.anchor, anchored);
    const above = this.deepest;
    this.deepest = depth;
    anchored.value = this.content(node, depth);
    anchored.height = this.deepest - depth;
    anchored.size = this.count - anchored.size + 1;
    anchored.open = false;
    this.deepest = Math.max(above, this.deepest);
    return anchored.value;
  }

  private content(node: ParsedNode, depth: number): unknown {
    if (isScalar(node)) {
      if (typeof node.value === "string") this.text(node, node.value);
      // A tag that was refused may have made a buffer or a date of it.
      return typeof node.value === "object" && node.value !== null ? node.source : node.value;
    }
    if (depth > maxDepth) {
      this.spoil(tooDeep, node, `more than ${maxDepth} levels of mappings and lists`);
      return null;
    }
    if (isSeq(node)) return node.items.map((item) => this.node(item, depth + 1));
    return isMap(node) ? this.map(node, depth) : null;
  }

  private map(map: YAMLMap.Parsed, depth: number): Record<string, unknown> {
    const mapping: Mapping = { value: {}, entries: new Map() };
    const own = new Map<string, ParsedNode>();
    this.maps.set(map, mapping);
    for (const pair of map.items) {
      const name = this.keyName(pair.key);
      // The value is walked even when its key is refused: its own problems and anchors count.
      const value = this.node(pair.value, depth + 1);
      if (name === undefined) continue;
      const first = own.get(name);
      if (first !== undefined) {
        const related = [{ message: "first given here", span: this.spanOf(first) }];
        const label = "given again";
        this.tell(duplicateKey, pair.key, `the key \`${name}\` is given twice`, { label, related });
        continue;
      }
      own.set(name, pair.key);
      if (isMergeKey(pair.key)) {
        this.merge(pair, mapping);
        continue;
      }
      mapping.value[name] = value;
      mapping.entries.set(name, { key: pair.key, value: pair.value });
    }
    return mapping.value;
  }

  /** The text of a key, or undefined after saying why it has none. */
  private keyName(written: ParsedNode): string | undefined {
    const value = this.node(written, 0);
    const key = this.target(written);
    if (key === undefined || key === null) return undefined;
    if (!isScalar(key) || value === null) {
      const found = isScalar(key) ? "null" : isSeq(key) ? "a list" : "a mapping";
      const help = isScalar(key)
        ? "put quotes around it"
        : "give the entry a name, or put the text in quotes if the brackets belong to it";
      this.tell(keyNotText, written, `a key is text, not ${found}`, { help });
      return undefined;
    }
    // `8080:` and `true:` are names as they are written.
    const name = typeof value === "string" ? value : key.source;
    if (reserved.has(name)) {
      this.tell(reservedKey, written, `\`${name}\` cannot be a key`, { help: "give the entry another name" });
      return undefined;
    }
    return badText.test(name) ? undefined : name;
  }

  private alias(alias: Alias.Parsed, depth: number): unknown {
    const name = alias.source;
    const anchored = this.anchors.get(name);
    if (anchored === undefined) {
      this.spoil(badAlias, alias, `no anchor \`&${name}\` stands before this alias`);
      return null;
    }
    if (anchored.open) {
      const related = [{ message: "the anchor is here", span: this.spanOf(anchored.node) }];
      this.spoil(badAlias, alias, `the alias \`*${name}\` contains itself`, { related });
      return null;
    }
    if (depth + anchored.height > maxDepth) {
      this.spoil(tooDeep, alias, `more than ${maxDepth} levels of mappings and lists, written out`);
      return null;
    }
    if (!this.pay(alias, anchored.size)) return null;
    this.targets.set(alias, anchored.node);
    this.deepest = Math.max(this.deepest, depth + anchored.height);
    return anchored.value;
  }

  /** Copies the entries of what `<<` takes; own keys win, and of a list the earlier mapping. */
  private merge(pair: MapPair, into: Mapping): void {
    const taken = this.target(pair.value);
    const sources = isSeq(taken) ? taken.items : [pair.value];
    for (const item of sources) {
      const map = this.target(item);
      // An alias without a target was told already.
      if (map === undefined) continue;
      const merged = map === null ? undefined : this.maps.get(map);
      if (merged === undefined) {
        const help = "name an anchored mapping: `<<: *name`";
        this.tell(badMerge, item ?? pair.key, "`<<` takes a mapping or a list of mappings", { help });
        continue;
      }
      for (const [name, entry] of merged.entries) {
        if (into.entries.has(name)) continue;
        into.entries.set(name, entry);
        into.value[name] = merged.value[name];
      }
    }
  }

  /** Follows an alias; undefined when it leads nowhere. */
  private target(node: ParsedNode | null): ParsedNode | null | undefined {
    return node !== null && isAlias(node) ? this.targets.get(node) : node;
  }

  /** Counts values that stand in the file once and are used again; false from the limit on, told once. */
  private pay(node: ParsedNode, size: number): boolean {
    const before = this.aliased;
    this.count += size;
    this.aliased += size;
    const most = mostAliasedValues(this.source.length);
    if (this.aliased <= most) return true;
    if (before <= most) {
      this.spoil(badAlias, node, `the aliases of this file stand for more than ${most} values`);
    }
    this.aliased = Number.MAX_SAFE_INTEGER / 2;
    this.count -= size;
    return false;
  }

  /** Tells a NUL or half a surrogate pair. */
  private text(node: ParsedNode, text: string): void {
    const found = badText.exec(text)?.[0];
    if (found === undefined) return;
    const what = found === "\0" ? "the character NUL" : "half of a surrogate pair";
    this.tell(badCharacter, node, `a text holds ${what}`, { help: "remove the character or its escape" });
  }

  private tag(node: ParsedNode): void {
    const end = node.range[0];
    let start = this.source.lastIndexOf("!", end);
    if (this.source.charAt(start - 1) === "!") start -= 1;
    // The parser complains of some of them itself.
    if (this.toldTags.has(start)) return;
    const written = /^\S*/.exec(this.source.slice(start, end))?.[0] ?? "!";
    const span = this.lines.span(this.path, start, start + written.length);
    this.diagnostics.push(
      report(customTag, `the tag \`${written}\` is not known`, { span, help: "remove the tag" }),
    );
  }

  private spoil(kind: Kind, node: ParsedNode, message: string, details: Details = {}): void {
    const told = kind === tooDeep && this.diagnostics.some(({ code }) => code === kind.code);
    this.whole = false;
    if (!told) this.tell(kind, node, message, details);
  }

  private tell(kind: Kind, node: ParsedNode, message: string, details: Details = {}): void {
    this.diagnostics.push(report(kind, message, { span: this.spanOf(node), ...details }));
  }

  private spanOf(node: ParsedNode): Span {
    const [start, end] = extent(node, this.source);
    return this.lines.span(this.path, start, end);
  }
}

function isMergeKey(key: ParsedNode): boolean {
  return isScalar(key) && key.type === "PLAIN" && key.source === "<<";
}
