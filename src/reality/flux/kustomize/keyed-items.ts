import { textAt } from "../../value.ts";
import type { Value } from "../../value.ts";

/** What keys of an item must say; a key without a value asks only that the item says something. */
export type Named = readonly (readonly [name: string, value: string])[];

/** The items of a list, found by what their keys say: lists of thousands are merged. */
export class KeyedItems {
  private readonly keys: readonly string[];
  /** Undefined where one was taken out. */
  private readonly items: (Value | undefined)[] = [];
  /** Where a key says, or once said, a value. */
  private readonly places = new Map<string, Set<number>>();

  constructor(items: readonly Value[], keys: readonly string[]) {
    this.keys = keys;
    for (const item of items) this.put(this.items.length, item);
  }

  all(): Value[] {
    return this.items.filter((item) => item !== undefined);
  }

  at(place: number): Value | undefined {
    return this.items[place];
  }

  put(place: number, item: Value): void {
    this.items[place] = item;
    for (const key of this.keys) {
      const mark = markOf(key, textAt(item, key) ?? "");
      const places = this.places.get(mark);
      if (places === undefined) this.places.set(mark, new Set([place]));
      else places.add(place);
    }
  }

  /** Where the items are that say this, first to last. */
  placesOf(named: Named): readonly number[] {
    const asked = named.filter(([, value]) => value !== "");
    const sets = asked.map(([key, value]) => this.places.get(markOf(key, value)) ?? new Set<number>());
    const [smallest = this.items.keys()] = sets.sort((a, b) => a.size - b.size);
    return [...smallest].filter((place) => says(this.items[place], named)).sort((a, b) => a - b);
  }

  remove(named: Named): void {
    for (const place of this.placesOf(named)) this.items[place] = undefined;
  }

  /** Puts an item in the place of all that say this, or at the end. */
  set(named: Named, item: Value): void {
    const places = this.placesOf(named);
    for (const place of places) this.put(place, item);
    if (places.length === 0) this.put(this.items.length, item);
  }

  /** Puts an item in the place of all that say what it says in these keys, or at the end. */
  append(item: Value, keys: readonly string[]): void {
    const named = keys.flatMap((key): Named => {
      const value = textAt(item, key);
      return value === undefined ? [] : [[key, value]];
    });
    if (named.length === 0) {
      this.put(this.items.length, item);
      return;
    }
    if (keys.length > 1) this.remove(named);
    this.set(named, item);
  }
}

function markOf(key: string, value: string): string {
  return `${key}\n${value}`;
}

function says(item: Value | undefined, named: Named): boolean {
  return (
    item !== undefined &&
    named.every(([key, value]) => {
      const found = textAt(item, key);
      return found !== undefined && (value === "" || found === value);
    })
  );
}
