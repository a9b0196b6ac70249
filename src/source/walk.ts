import { isAlias, isMap, isScalar, isSeq } from "yaml";
import type { Alias, Document, Pair, ParsedNode, YAMLMap } from "yaml";
import type { Diagnostic, Span } from "../diagnostics/diagnostic.ts";
import { report } from "../diagnostics/kind.ts";
import type { Details, Kind } from "../diagnostics/kind.ts";
import type { Lines } from "../diagnostics/lines.ts";
import {
  badAlias,
  badCharacter,
  badMerge,
  customTag,
  duplicateKey,
  keyNotText,
  longText,
  reservedKey,
  tooDeep,
} from "./kinds.ts";
import { Places } from "./places.ts";
import type { Place } from "./places.ts";
import { isSound, maxDepth, maxTextLength, reserved } from "./text-limits.ts";

/**
 * How many values aliases and merges may stand for in a file of so many characters, written out: what is
 * enough for any small file, or as many as a file without them could hold itself.
 */
function mostAliasedValues(characters: number): number {
  return Math.max(100_000, characters);
}

/** A document as plain data, with the places of all that it holds. */
export interface Tree {
  readonly value: unknown;
  readonly places: Places;
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
  const toldTags = [...document.warnings, ...document.errors].map((problem) => problem.pos[0]);
  const walker = new Walker(text, new Set(toldTags));
  const value = walker.node(root, 1);
  const { places, diagnostics, whole } = walker;
  return { value, places, diagnostics, whole };
}

interface Anchored {
  readonly node: ParsedNode;
  readonly place: Place;
  value?: unknown;
  /** How many values it stands for, and how many levels it has, written out. */
  size: number;
  height: number;
  open: boolean;
}

const badText = /[\0\p{Surrogate}]/u;
const coreTag = /^(?:!|tag:yaml\.org,2002:(?:str|int|float|bool|null|map|seq))$/;

/** A map that is being read. */
interface OpenMap {
  readonly place: Place;
  readonly value: Record<string, unknown>;
  /** The keys that are written in it, by name. */
  readonly own: Map<string, Place>;
}

/** Makes plain data and places of nodes, one after another in document order. */
class Walker {
  readonly places: Places;
  readonly diagnostics: Diagnostic[] = [];
  whole = true;
  private readonly path: string;
  private readonly source: string;
  private readonly lines: Lines;
  private readonly anchors = new Map<string, Anchored>();
  /** What each alias stands for. */
  private readonly targets = new Map<ParsedNode, ParsedNode>();
  private readonly toldTags: ReadonlySet<number>;
  private count = 0;
  private aliased = 0;
  private deepest = 0;

  /** `toldTags`: where tags stand that the parser complained of. */
  constructor({ path, text, lines }: Text, toldTags: ReadonlySet<number>) {
    this.places = new Places(text);
    this.path = path;
    this.source = text;
    this.lines = lines;
    this.toldTags = toldTags;
  }

  node(node: ParsedNode | null, depth: number): unknown {
    const place = this.places.openNode(node);
    const value = node === null ? null : this.valueOf(node, place, depth);
    this.places.close(place);
    return value;
  }

  private valueOf(node: ParsedNode, place: Place, depth: number): unknown {
    this.count += 1;
    this.deepest = Math.max(this.deepest, depth);
    if (isAlias(node)) return this.alias(node, place, depth);
    if (node.tag !== undefined && !coreTag.test(node.tag)) this.tag(node);
    if (node.anchor === undefined) return this.content(node, place, depth);

    const anchored: Anchored = { node, place, size: this.count, height: 0, open: true };
    this.anchors.set(node.anchor, anchored);
    const above = this.deepest;
    this.deepest = depth;
    anchored.value = this.content(node, place, depth);
    anchored.height = this.deepest - depth;
    anchored.size = this.count - anchored.size + 1;
    anchored.open = false;
    this.deepest = Math.max(above, this.deepest);
    return anchored.value;
  }

  private content(node: ParsedNode, place: Place, depth: number): unknown {
    if (isScalar(node)) {
      if (typeof node.value === "string") this.text(place, node.value);
      // A tag that was refused may have made a buffer or a date of it.
      return typeof node.value === "object" && node.value !== null ? node.source : node.value;
    }
    if (depth > maxDepth) {
      this.spoil(tooDeep, place, `more than ${maxDepth} levels of mappings and lists`);
      return null;
    }
    if (isSeq(node)) return node.items.map((item) => this.node(item, depth + 1));
    return isMap(node) ? this.map(node, place, depth) : null;
  }

  private map(node: YAMLMap.Parsed, place: Place, depth: number): Record<string, unknown> {
    const map: OpenMap = { place, value: {}, own: new Map() };
    for (const pair of node.items) this.entry(map, pair, depth + 1);
    return map.value;
  }

  private entry(map: OpenMap, pair: Pair<ParsedNode, ParsedNode | null>, depth: number): void {
    const key = this.places.size;
    const name = this.keyName(pair.key, depth);
    // The value is walked even when its key is refused: its own problems and anchors count.
    const place = this.places.size;
    const value = this.node(pair.value, depth);
    if (name === undefined) return;
    const first = map.own.get(name);
    if (first !== undefined) {
      const related = [{ message: "first given here", span: this.spanOf(first) }];
      this.tell(duplicateKey, key, `the key \`${name}\` is given twice`, { label: "given again", related });
      return;
    }
    map.own.set(name, key);
    if (isMergeKey(pair.key)) {
      this.merge(map, key, place, value);
      return;
    }
    map.value[name] = value;
    this.places.name(map.place, key, name);
  }

  /** The text of a key, or undefined after saying why it has none. */
  private keyName(written: ParsedNode, depth: number): string | undefined {
    const place = this.places.size;
    const value = this.node(written, depth);
    const key = isAlias(written) ? this.targets.get(written) : written;
    if (key === undefined) return undefined;
    if (!isScalar(key) || value === null) {
      const found = isScalar(key) ? "null" : isSeq(key) ? "a list" : "a mapping";
      const help = isScalar(key)
        ? "put quotes around it"
        : "give the entry a name, or put the text in quotes if the brackets belong to it";
      this.tell(keyNotText, place, `a key is text, not ${found}`, { help });
      return undefined;
    }
    // `8080:` and `true:` are names as they are written.
    const name = typeof value === "string" ? value : key.source;
    if (reserved.has(name)) {
      this.tell(reservedKey, place, `\`${name}\` cannot be a key`, { help: "give the entry another name" });
      return undefined;
    }
    return isSound(name) ? name : undefined;
  }

  private alias(alias: Alias.Parsed, place: Place, depth: number): unknown {
    const name = alias.source;
    const anchored = this.anchors.get(name);
    if (anchored === undefined) {
      this.spoil(badAlias, place, `no anchor \`&${name}\` stands before this alias`);
      return null;
    }
    if (anchored.open) {
      const related = [{ message: "the anchor is here", span: this.spanOf(anchored.place) }];
      this.spoil(badAlias, place, `the alias \`*${name}\` contains itself`, { related });
      return null;
    }
    if (depth + anchored.height > maxDepth) {
      this.spoil(tooDeep, place, `more than ${maxDepth} levels of mappings and lists, written out`);
      return null;
    }
    if (!this.pay(place, anchored.size)) return null;
    this.targets.set(alias, anchored.node);
    this.places.lead(place, anchored.place);
    this.deepest = Math.max(this.deepest, depth + anchored.height);
    return anchored.value;
  }

  /** Copies the entries of what `<<` takes; own keys win, and of a list the earlier mapping. */
  private merge(into: OpenMap, key: Place, place: Place, value: unknown): void {
    const { places } = this;
    const taken = places.resolve(place);
    const isList = places.isList(taken) && Array.isArray(value);
    const sources = isList ? places.itemsOf(taken) : [place];
    for (const [index, item] of sources.entries()) {
      const map = places.resolve(item);
      // An alias without a target was told already.
      if (places.isAlias(map)) continue;
      const from: unknown = isList ? value[index] : value;
      if (!places.isMap(map) || !isRecord(from)) {
        const help = "name an anchored mapping: `<<: *name`";
        const written = places.isAbsent(item) ? key : item;
        this.tell(badMerge, written, "`<<` takes a mapping or a list of mappings", { help });
        continue;
      }
      for (const name of places.merge(into.place, map)) into.value[name] = from[name];
    }
  }

  /** Counts values that stand in the file once and are used again; false from the limit on, told once. */
  private pay(place: Place, size: number): boolean {
    const before = this.aliased;
    this.count += size;
    this.aliased += size;
    const most = mostAliasedValues(this.source.length);
    if (this.aliased <= most) return true;
    if (before <= most) {
      this.spoil(badAlias, place, `the aliases of this file stand for more than ${most} values`);
    }
    this.aliased = Number.MAX_SAFE_INTEGER / 2;
    this.count -= size;
    return false;
  }

  /** Tells a text that is too long to be judged, a NUL, or half a surrogate pair. */
  private text(place: Place, text: string): void {
    if (text.length > maxTextLength) {
      const told = `a text has ${text.length} characters, the limit is ${maxTextLength}`;
      this.spoil(longText, place, told, { help: "put it into a file of its own, and name the file" });
      return;
    }
    if (isSound(text)) return;
    const what = badText.exec(text)?.[0] === "\0" ? "the character NUL" : "half of a surrogate pair";
    this.tell(badCharacter, place, `a text holds ${what}`, { help: "remove the character or its escape" });
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

  private spoil(kind: Kind, place: Place, message: string, details: Details = {}): void {
    const told = kind === tooDeep && this.diagnostics.some(({ code }) => code === kind.code);
    this.whole = false;
    if (!told) this.tell(kind, place, message, details);
  }

  private tell(kind: Kind, place: Place, message: string, details: Details = {}): void {
    this.diagnostics.push(report(kind, message, { span: this.spanOf(place), ...details }));
  }

  private spanOf(place: Place): Span {
    return this.lines.span(this.path, ...this.places.extentOf(place));
  }
}

function isMergeKey(key: ParsedNode): boolean {
  return isScalar(key) && key.type === "PLAIN" && key.source === "<<";
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
