import { CST } from "yaml";
import { form, Places } from "./places.ts";
import type { Place } from "./places.ts";
import {
  areBlank,
  endOf,
  ensure,
  flowItems,
  hasNewline,
  isAsWritten,
  isEmpty,
  isFlowScalar,
  NotPlain,
} from "./plain-tokens.ts";
import type { Item, Tokens } from "./plain-tokens.ts";
import { isSound, maxDepth, maxTextLength } from "./text-limits.ts";

/** What keys and plain scalars stand for. */
export interface Meanings {
  /** What stands in a text without quotes. */
  readonly ofScalar: (source: string) => unknown;
  /** The name that a key is taken by; undefined where it is none. */
  readonly ofKey: (value: unknown, source: string) => string | undefined;
}

/** A map that is being read. */
export interface OpenMap {
  readonly value: Record<string, unknown>;
  readonly place: Place;
  readonly depth: number;
  /** Where it begins, and the column of its keys. */
  readonly start: number;
  readonly column: number;
  /** Where the comments below its last entry end. */
  end: number | undefined;
}

/** A key that has been read. */
export interface PlainKey {
  readonly place: Place;
  readonly name: string;
}

/** The colon of a key in a block map is at most 1,024 characters behind its start: YAML 1.2.2, 7.4.2. */
const longestKey = 1000;

/**
 * Makes data and places of the tokens that the parser of `yaml` found, without its nodes: most files are
 * maps, lists and scalars that mean nothing elsewhere, with nothing about them to be told. Throws
 * {@link NotPlain} for all that is not surely so.
 */
export class PlainReader {
  readonly places: Places;
  private readonly text: string;
  private readonly meanings: Meanings;
  /** Where the next thing may begin: behind the blanks and comments that belong to what was read last. */
  private behind = 0;

  constructor(text: string, meanings: Meanings) {
    this.places = new Places(text);
    this.text = text;
    this.meanings = meanings;
  }

  /** Reads a map with all that is in it. */
  blockMap(token: CST.BlockMap, depth: number): Record<string, unknown> {
    const map = this.open(token, depth);
    for (const item of token.items) this.entry(map, item);
    this.close(map);
    return map.value;
  }

  /** Begins a block map, the entries of which are handed over one by one. */
  open({ offset, indent }: CST.BlockMap, depth: number): OpenMap {
    ensure(depth <= maxDepth);
    const place = this.places.open(form.map, offset, offset);
    return { value: {}, place, depth, start: offset, column: indent, end: undefined };
  }

  entry(map: OpenMap, item: Item): void {
    ensure(map.end === undefined);
    if (isEmpty(item)) {
      ensure(areBlank(item.start, 0, true));
      map.end = endOf(item.start.at(-1));
      return;
    }
    const key = this.key(map, item);
    ensure(item.value?.type !== "block-map" || hasNewline(item));
    this.enter(map, key, this.behindMark(item.sep, 0, item.value, map.depth + 1));
  }

  /** The key of a block map that is still being read. */
  keyOfMap(map: OpenMap, item: Item | undefined): PlainKey {
    ensure(item !== undefined && hasNewline(item) && areBlank(item.sep, 1, false));
    return this.key(map, item);
  }

  enter(map: Pick<OpenMap, "place" | "value">, { place, name }: PlainKey, value: unknown): void {
    ensure(!Object.hasOwn(map.value, name));
    map.value[name] = value;
    this.places.name(map.place, place, name);
  }

  close({ place, start, end }: OpenMap): void {
    this.closeBlock(place, start, place + 2);
    this.behind = end ?? this.behind;
  }

  private key({ column }: OpenMap, { start, key, sep }: Item): PlainKey {
    ensure(isFlowScalar(key) && key.indent === column && key.source.length <= longestKey);
    ensure(areBlank(start, 0, true));
    return this.keyOf(key, sep);
  }

  private keyOf(key: CST.FlowScalar, sep: Tokens): PlainKey {
    ensure(sep?.[0]?.type === "map-value-ind" && key.end === undefined && !key.source.includes("\n"));
    const place = this.places.size;
    const name = this.meanings.ofKey(this.flowScalar(key), key.source);
    ensure(name !== undefined && name !== "<<");
    return { place, name };
  }

  /** What stands behind a colon or a dash. */
  private behindMark(before: Tokens, mark: number, token: CST.Token | undefined, depth: number): unknown {
    ensure(areBlank(before, mark + 1, false));
    return token === undefined ? this.nothing(before, mark) : this.node(token, depth);
  }

  private node(token: CST.Token, depth: number): unknown {
    if (isFlowScalar(token)) {
      ensure(areBlank(token.end, 0, false));
      return this.flowScalar(token);
    }
    if (token.type === "block-scalar") return this.anyScalar(token);
    if (token.type === "block-map") return this.blockMap(token, depth);
    if (token.type === "block-seq") return this.blockList(token, depth);
    ensure(token.type === "flow-collection");
    return this.flow(token, depth);
  }

  /** A value without text stands behind the spaces that follow its mark. */
  private nothing(before: Tokens = [], mark: number): null {
    let last = mark;
    while (before[last + 1]?.type === "space") last += 1;
    const start = endOf(before[last]);
    this.places.close(this.places.open(form.blank, start, Math.min(start + 1, this.text.length)));
    this.behind = before.some(({ type }) => type === "comment") ? endOf(before.at(-1)) : start;
    return null;
  }

  private flowScalar(token: CST.FlowScalar): unknown {
    const { offset, source, type, end } = token;
    const content = type === "scalar" ? source : source.slice(1, -1);
    if (!isAsWritten(token, content)) return this.anyScalar(token);
    this.behind = end === undefined ? offset + source.length : endOf(end.at(-1));
    return this.scalar(offset, source, type === "scalar" ? this.meanings.ofScalar(content) : content);
  }

  /** A scalar that is not what stands there, but what `yaml` makes of it. */
  private anyScalar(token: CST.FlowScalar | CST.BlockScalar): unknown {
    const { value, range } = CST.resolveAsScalar(token, true, () => {
      throw new NotPlain();
    });
    this.behind = range[2];
    const written = this.text.slice(range[0], range[1]);
    return this.scalar(range[0], written, token.type === "scalar" ? this.meanings.ofScalar(value) : value);
  }

  private scalar(start: number, written: string, value: unknown): unknown {
    const length = written.trimEnd().length;
    ensure(length > 0 && (typeof value !== "string" || (value.length <= maxTextLength && isSound(value))));
    this.places.close(this.places.open(form.scalar, start, start + length));
    return value;
  }

  private blockList({ offset, items }: CST.BlockSequence, depth: number): unknown {
    ensure(depth <= maxDepth);
    const place = this.places.open(form.list, offset, offset);
    const list: unknown[] = [];
    let end: number | undefined;
    for (const { start, value } of items) {
      ensure(end === undefined);
      const mark = start.findIndex(({ type }) => type === "seq-item-ind");
      if (mark === -1) {
        ensure(value === undefined && areBlank(start, 0, true));
        end = endOf(start.at(-1));
      } else {
        ensure(areBlank(start.slice(0, mark), 0, true));
        list.push(this.behindMark(start, mark, value, depth + 1));
      }
    }
    this.closeBlock(place, offset, place + 1);
    this.behind = end ?? this.behind;
    return list;
  }

  private flow({ offset, start: { source }, items, end }: CST.FlowCollection, depth: number): unknown {
    const isMap = source === "{";
    const [bracket] = end;
    ensure(depth <= maxDepth && areBlank(end, 1, false));
    ensure(bracket?.type === (isMap ? "flow-map-end" : "flow-seq-end"));
    const place = this.places.open(isMap ? form.map : form.list, offset, offset);
    const value = isMap ? this.flowMap(place, items, depth + 1) : this.flowList(items, depth + 1);
    this.places.close(place, this.withoutBlanks(offset, this.lineEnd(offset, endOf(bracket))));
    this.behind = endOf(end.at(-1));
    return value;
  }

  private flowMap(place: Place, items: readonly Item[], depth: number): unknown {
    const value: Record<string, unknown> = {};
    for (const item of flowItems(items)) {
      ensure(isFlowScalar(item.key));
      const key = this.keyOf(item.key, item.sep);
      this.enter({ place, value }, key, this.behindMark(item.sep, 0, item.value, depth));
    }
    return value;
  }

  private flowList(items: readonly Item[], depth: number): unknown {
    return flowItems(items).map(({ key, sep, value }) => {
      ensure(key == null && sep === undefined && value !== undefined);
      return this.node(value, depth);
    });
  }

  /** Ends a map or list, the first value of which stands at a place. */
  private closeBlock(place: Place, start: number, first: Place): void {
    const lineEnd = this.lineEnd(start, this.behind);
    // Up to the end of the first entry, so that a comment after it is not underlined.
    const [, firstEnd] = this.places.extentOf(first);
    const isLonger = lineEnd < this.behind && this.places.isWritten(first) && firstEnd <= lineEnd;
    this.places.close(place, isLonger ? firstEnd : this.withoutBlanks(start, lineEnd));
  }

  /** The end of the line in which something begins, or of what ends before that. */
  private lineEnd(start: number, end: number): number {
    const lineBreak = this.text.slice(start, end).indexOf("\n");
    return lineBreak === -1 ? end : start + lineBreak;
  }

  private withoutBlanks(start: number, end: number): number {
    return start + this.text.slice(start, end).trimEnd().length;
  }
}

/** The block map that a plain document is, below its `---` if it has one; undefined for an empty document. */
export function plainRoot({ start, value, end }: CST.Document): CST.BlockMap | undefined {
  const mark = start.findIndex(({ type }) => type === "doc-start");
  ensure(areBlank(start.slice(0, Math.max(0, mark)), 0, true) && areBlank(start, mark + 1, mark === -1));
  ensure(areBlank(end, 0, true));
  if (value === undefined) return undefined;
  ensure(value.type === "block-map");
  ensure(mark === -1 || start.slice(mark).some(({ type }) => type === "newline"));
  return value;
}
