import type { Span } from "../diagnostics/diagnostic.ts";
import type { Path, SourceFile } from "./source.ts";

/** Where a value was written. */
export interface Origin {
  readonly source: SourceFile;
  readonly path: Path;
}

/** The origin of something below. */
export function at(origin: Origin, ...steps: Path): Origin {
  return { source: origin.source, path: origin.path.concat(steps) };
}

/** The place that an origin names; see `SourceFile.spanOf` for what is not there. */
export function spanAt(origin: Origin, target: "key" | "value" = "value"): Span {
  return origin.source.spanOf(origin.path, target);
}

/**
 * The entries of a record in the order of the document, each with its origin. JavaScript moves keys
 * such as `8080` to the front, so the order is the document's; entries that defaults added come last.
 */
export function entriesAt<T>(
  origin: Origin,
  record: Readonly<Record<string, T>> | undefined,
): [key: string, value: T, origin: Origin][] {
  if (record === undefined) return [];
  const keys = new Set([...origin.source.keysOf(origin.path), ...Object.keys(record)]);
  const entries: [string, T, Origin][] = [];
  for (const key of keys) {
    if (!Object.hasOwn(record, key)) continue;
    entries.push([key, record[key] as T, at(origin, key)]);
  }
  return entries;
}
