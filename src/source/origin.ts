import type { Span } from "../diagnostics/diagnostic.ts";
import type { Path, SourceFile } from "./source.ts";

/** Where a value was written. */
export interface Origin {
  readonly source: SourceFile;
  readonly path: Path;
}

/** The origin of something below. */
export function at(origin: Origin, ...steps: Path): Origin {
  let place = origin;
  for (const step of steps) place = new Below(place, step);
  return place;
}

/** One step below another: there are many of them, and a path of its own would be three times as much. */
class Below implements Origin {
  readonly source: SourceFile;
  private readonly above: Origin;
  private readonly step: string | number;

  constructor(above: Origin, step: string | number) {
    this.source = above.source;
    this.above = above;
    this.step = step;
  }

  get path(): Path {
    return [...this.above.path, this.step];
  }
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
  const own = Object.keys(record);
  // One alone has no order.
  const keys = own.length < 2 ? own : inDocumentOrder(origin, own);
  return keys.map((key) => [key, record[key] as T, new Below(origin, key)]);
}

/** Keys of a record as the document has them; behind them those that are not in it. */
function inDocumentOrder(origin: Origin, own: readonly string[]): readonly string[] {
  const wanted = new Set(own);
  const written = origin.source.keysOf(origin.path).filter((key) => wanted.delete(key));
  return wanted.size === 0 ? written : [...written, ...wanted];
}
