import type { Addition, Plain } from "../inventory/edit/addition.ts";
import type { Origin } from "../source/origin.ts";
import type { SourceFile } from "../source/source.ts";
import { entry, without, type Entry } from "./entries.ts";

/** Additions to inventory files, as they are put together. */
export class Additions {
  readonly bySource = new Map<SourceFile, Addition[]>();

  add({ source, path }: Origin, key: string, value: unknown): void {
    const added = this.bySource.get(source) ?? [];
    this.bySource.set(source, [...added, { at: path.map(String), key, value: value as Plain }]);
  }

  /** The key, or one like it that nothing has there. */
  freeKey(origin: Origin, key: string): string {
    const { source, path } = origin;
    const added = (this.bySource.get(source) ?? []).filter((one) => isSame(one.at, path));
    const keys = new Set([...source.keysOf(path), ...added.map((one) => one.key)]);
    let free = key;
    for (let next = 2; keys.has(free); next++) free = `${key}-${next}`;
    return free;
  }

  /** Adds an entry under its full name in Tilt; `prefix` is what its key gets there by itself. */
  addNamed(origin: Origin, full: string, prefix: string, value: unknown): void {
    const written: Entry = typeof value === "string" ? { target: value } : (value as Entry);
    const key = this.freeKey(
      origin,
      full.startsWith(prefix) && full !== prefix ? full.slice(prefix.length) : full,
    );
    const rest = without(written, "name");
    const isNamed = `${prefix}${key}` === full;
    this.add(origin, key, isNamed ? shortest(rest) : entry({ name: full, ...rest }));
  }
}

function isSame(one: readonly unknown[], other: readonly unknown[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function shortest(one: Entry): unknown {
  const keys = Object.keys(one);
  return keys.length === 1 && keys[0] === "target" ? one["target"] : one;
}
