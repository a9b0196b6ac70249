import * as z from "zod";
import { mostGuesses } from "../diagnostics/nearest.ts";
import type { Path, SourceFile } from "../source/source.ts";
import { knownKeys, schemasAt, type Schema } from "./issue-schema.ts";
import { isMapping, pathKey, valueAt, type Issue } from "./issue-words.ts";

/** What stands at another depth than was meant: found before anything is told, since it explains other problems. */
export class Misplaced {
  private readonly source: SourceFile;
  private readonly holders = new Map<string, string>();
  private readonly fallen = new Map<string, readonly string[]>();
  private readonly explained = new Set<string>();

  constructor(source: SourceFile) {
    this.source = source;
  }

  /**
   * Looks at an issue of the value at `path`, for which `schemas` hold, and `around` for the mapping that it is in.
   * `isRiddle` is true for an unknown key that is near to no known one.
   */
  look(
    issue: Issue,
    path: Path,
    schemas: readonly Schema[],
    around: readonly Schema[] | undefined,
    isRiddle: (key: string) => boolean,
  ): void {
    if (issue.code === "unrecognized_keys") {
      for (const key of issue.keys.filter(isRiddle)) {
        const holder = holderOf(this.source, path, key, schemas);
        if (holder === undefined) continue;
        this.holders.set(pathKey([...path, key]), holder);
        const isEmpty = valueAt(this.source.value, [...path, holder]) === null;
        if (isEmpty) this.explained.add(pathKey([...path, holder]));
      }
    } else if (around !== undefined && valueAt(this.source.value, path) === null) {
      if (this.fallen.size >= mostGuesses) return;
      const keys = fallenOut(this.source, path, schemas, around);
      this.fallen.set(pathKey(path), keys);
      for (const key of keys) this.explained.add(pathKey([...path.slice(0, -1), key]));
    }
  }

  /** True for what is not told, or below such, since it is told elsewhere where it or what is in it should stand. */
  explains(path: Path): boolean {
    return path.some((_, index) => this.explained.has(pathKey(path.slice(0, index + 1))));
  }

  /** The mapping of entries beside it that the unknown key at `path` was to be in. */
  holderOf(path: Path): string | undefined {
    return this.holders.get(pathKey(path));
  }

  /** The keys that were to stand in the empty entry at `path`. */
  fallenOutOf(path: Path): readonly string[] | undefined {
    const keys = this.fallen.get(pathKey(path));
    return keys?.length === 0 ? undefined : keys;
  }
}

/**
 * The mapping of entries that an unknown key was to be in: the one above it whose entries have this form, where it
 * is indented too little. `path` is the mapping that holds the key.
 */
function holderOf(
  source: SourceFile,
  path: Path,
  key: string,
  schemas: readonly Schema[],
): string | undefined {
  const written = source.keysOf(path);
  return holderAmong(written.slice(0, written.indexOf(key)), schemas, valueAt(source.value, [...path, key]));
}

/** A mapping of entries in another entry. */
export interface Deeper {
  readonly holder: string;
  readonly entry: string;
}

/** Where an entry at `path`, of which no key is known, belongs into the entry above it. */
export function deeperFor(source: SourceFile, path: Path, schemas: readonly Schema[]): Deeper | undefined {
  const parent = path.slice(0, -1);
  const beside = source.keysOf(parent);
  const entry = beside[beside.indexOf(String(path.at(-1))) - 1];
  if (entry === undefined) return undefined;
  const holder = holderAmong(source.keysOf([...parent, entry]), schemas, valueAt(source.value, path));
  return holder === undefined ? undefined : { holder, entry };
}

/**
 * The keys behind an empty entry that were to stand in it: its own keys by `schemas`, and none of those that the
 * mapping around it knows by `around`.
 */
function fallenOut(
  source: SourceFile,
  path: Path,
  schemas: readonly Schema[],
  around: readonly Schema[],
): readonly string[] {
  const parent = path.slice(0, -1);
  const behind = source.keysOf(parent).slice(source.keysOf(parent).indexOf(String(path.at(-1))) + 1);
  const [own, others] = [knownKeys(schemas), knownKeys(around)];
  const end = behind.findIndex((key) => !own.includes(key) || others.includes(key));
  return end < 0 ? behind : behind.slice(0, end);
}

/** The last known one of these keys, where it holds entries of which the value could be one. */
function holderAmong(
  keys: readonly string[],
  schemas: readonly Schema[],
  value: unknown,
): string | undefined {
  const known = knownKeys(schemas);
  const holder = keys.findLast((key) => known.includes(key));
  if (holder === undefined) return undefined;
  const isEntry = schemasAt(schemas, [holder, anyName]).some((schema) => isOf(schema, value));
  return isEntry && !knownKeys(schemasAt(schemas, [holder])).includes(anyName) ? holder : undefined;
}

const anyName = "any";

/** True for what a schema takes; for a text only where it does not take every text. */
function isOf(schema: Schema, value: unknown): boolean {
  if (!z.safeParse(schema, value).success) return false;
  return isMapping(value) || (typeof value === "string" && !z.safeParse(schema, "any text").success);
}
