import { isAlias, isMap, isScalar } from "yaml";
import type { ParsedNode } from "yaml";
import { extent, isWritten } from "./extent.ts";

/** The number of a place: one that is written later, or lies within another, has a higher one. */
export type Place = number;

/** Where an entry of a map or list stands; one of a list has no key. */
export interface Entry {
  readonly key: Place | undefined;
  readonly value: Place;
}

/** What stands at a place: nothing at all (`? key`), a scalar without text (`key:`), or something that is written. */
export const form = { absent: 0, blank: 1, scalar: 2, alias: 3, list: 4, map: 5 } as const;

/** A map of fewer entries is looked through. */
const smallMap = 16;

/** No place comes before the first. */
const stillOpen = 0;

type Form = (typeof form)[keyof typeof form];

/** Places as plain data. */
export interface PackedPlaces {
  readonly forms: Form[];
  readonly starts: number[];
  readonly ends: number[];
  readonly nexts: Place[];
  readonly names: (string | undefined)[];
  readonly targets: Map<Place, Place>;
  readonly keys: Map<Place, Map<string, Place>>;
}

/**
 * Where each key and value of a document stands. This is all that is left of what the parser made: a few
 * numbers for each, in the order of the text, with what is in a map or list right behind it.
 */
export class Places {
  private readonly forms: Form[];
  private readonly starts: number[];
  private readonly ends: number[];
  /** The first place that does not lie within this one. */
  private readonly nexts: Place[];
  /** The names that keys were taken by. */
  private readonly names: (string | undefined)[];
  /** What each alias stands for. */
  private readonly targets: Map<Place, Place>;
  /** Of lists and maps that were asked for, and of maps with merged entries, which no range of places tells. */
  private readonly items = new Map<Place, readonly Place[]>();
  private readonly keys: Map<Place, Map<string, Place>>;
  private readonly text: string;

  /** Of a text, to be filled; or as `packed` says that they were. */
  constructor(text: string, packed?: PackedPlaces) {
    this.text = text;
    this.forms = packed?.forms ?? [];
    this.starts = packed?.starts ?? [];
    this.ends = packed?.ends ?? [];
    this.nexts = packed?.nexts ?? [];
    this.names = packed?.names ?? [];
    this.targets = new Map(packed?.targets);
    this.keys = new Map(packed?.keys);
  }

  /** As plain data, which may be kept: not to be changed. */
  packed(): PackedPlaces {
    const { forms, starts, ends, nexts, names, targets, keys } = this;
    return { forms, starts, ends, nexts, names, targets, keys: new Map(keys) };
  }

  /** How many there are, which is the number of the next one. */
  get size(): number {
    return this.nexts.length;
  }

  /** Begins the place of a node; until {@link close}, all others lie within it. */
  openNode(node: ParsedNode | null): Place {
    const [start, end] = node === null ? [0, 0] : extent(node, this.text);
    return this.open(formOf(node), start, end);
  }

  /** As {@link openNode}, of what stands from one offset to another. */
  open(written: Form, start: number, end: number): Place {
    const place = this.nexts.length;
    this.forms.push(written);
    this.starts.push(start);
    this.ends.push(end);
    this.nexts.push(stillOpen);
    this.names.push(undefined);
    return place;
  }

  close(place: Place, end?: number): void {
    this.nexts[place] = this.nexts.length;
    if (end !== undefined) this.ends[place] = end;
  }

  /** True where something has no text (`key:`). */
  get hasBlank(): boolean {
    return this.forms.includes(form.blank);
  }

  /** Takes a key by its name. One without a name is no entry of its map. */
  name(map: Place, key: Place, name: string): void {
    this.names[key] = name;
    this.keys.get(map)?.set(name, key);
  }

  /** Lets an alias stand for a place. */
  lead(alias: Place, target: Place): void {
    this.targets.set(alias, target);
  }

  /** Gives a map that is open the entries of another that it does not have, and answers their names. */
  merge(into: Place, from: Place): readonly string[] {
    const keys = this.keysOf(into);
    const taken = [...this.keysOf(from)].filter(([name]) => !keys.has(name));
    for (const [name, key] of taken) keys.set(name, key);
    return taken.map(([name]) => name);
  }

  /** Follows an alias; one that was refused leads nowhere and stays one. */
  resolve(place: Place): Place {
    return this.targets.get(place) ?? place;
  }

  isAlias(place: Place): boolean {
    return this.forms[place] === form.alias;
  }

  isMap(place: Place): boolean {
    return this.forms[place] === form.map;
  }

  isList(place: Place): boolean {
    return this.forms[place] === form.list;
  }

  isScalar(place: Place): boolean {
    return this.forms[place] === form.scalar || this.forms[place] === form.blank;
  }

  isAbsent(place: Place): boolean {
    return this.forms[place] === form.absent;
  }

  isWritten(place: Place): boolean {
    return this.forms[place] !== form.absent && this.forms[place] !== form.blank;
  }

  /** Where it is underlined. */
  extentOf(place: Place): [start: number, end: number] {
    return [this.starts[place] ?? 0, this.ends[place] ?? 0];
  }

  /** The entry of a map by its name, or of a list by its index. */
  entry(place: Place, step: string | number): Entry | undefined {
    if (this.isMap(place)) {
      const key = this.keyOf(place, String(step));
      return key === undefined ? undefined : { key, value: this.after(key) };
    }
    const value = this.isList(place) ? this.itemsOf(place)[Number(step)] : undefined;
    return value === undefined ? undefined : { key: undefined, value };
  }

  /** The entries of a map by name, in the order of the document; merged ones where they were merged. */
  keysOf(map: Place): Map<string, Place> {
    const known = this.keys.get(map);
    if (known !== undefined) return known;
    const keys = new Map<string, Place>();
    for (let key = map + 1; key < this.after(map); key = this.behind(key)) {
      const name = this.names[key];
      if (name !== undefined) keys.set(name, key);
    }
    this.keys.set(map, keys);
    return keys;
  }

  /** The names of its entries, in the same order. */
  namesOf(map: Place): readonly string[] {
    const known = this.keys.get(map);
    if (known !== undefined) return [...known.keys()];
    const names: string[] = [];
    for (let key = map + 1; key < this.after(map); key = this.behind(key)) {
      const name = this.names[key];
      if (name !== undefined) names.push(name);
    }
    return names;
  }

  /** An entry by its name. Of the many small maps, none is worth an index: it takes more than what it is of. */
  private keyOf(map: Place, name: string): Place | undefined {
    let left = this.keys.has(map) ? 0 : smallMap;
    for (let key = map + 1; left > 0 && key < this.after(map); key = this.behind(key), left -= 1)
      if (this.names[key] === name) return key;
    return left > 0 ? undefined : this.keysOf(map).get(name);
  }

  /** The key of the next entry. */
  private behind(key: Place): Place {
    return this.after(this.after(key));
  }

  itemsOf(list: Place): readonly Place[] {
    const known = this.items.get(list);
    if (known !== undefined) return known;
    const items: Place[] = [];
    for (let item = list + 1; item < this.after(list); item = this.after(item)) items.push(item);
    this.items.set(list, items);
    return items;
  }

  /** The first key of a map, also one that was refused. */
  firstKey(map: Place): Place | undefined {
    return this.isMap(map) && this.after(map) > map + 1 ? map + 1 : undefined;
  }

  private after(place: Place): Place {
    const next = this.nexts[place] ?? stillOpen;
    return next === stillOpen ? this.nexts.length : next;
  }
}

function formOf(node: ParsedNode | null): Form {
  if (node === null) return form.absent;
  if (isScalar(node)) return isWritten(node) ? form.scalar : form.blank;
  if (isAlias(node)) return form.alias;
  return isMap(node) ? form.map : form.list;
}
