import type { Span } from "../diagnostics/diagnostic.ts";
import type { PackedPlaces } from "./places.ts";

/** A way into a document from its top: keys of maps, indices of lists. */
export type Path = readonly (string | number)[];

/** A file that was read, without its path. */
export interface PackedSource {
  readonly text: string;
  readonly value: unknown;
  readonly places: PackedPlaces;
}

/** One YAML file as plain data that knows where each piece of it was written. */
export interface SourceFile {
  /** The path that diagnostics name. */
  readonly path: string;
  /** The text without a byte order mark; offsets of spans count in it. */
  readonly text: string;
  /** Plain objects, arrays and scalars, aliases and merges resolved. Aliases share one value: do not change it. */
  readonly value: unknown;
  /**
   * The place of an entry's key or value. A scalar's span is exact, that of a map or list its first line
   * at most. A list item's key is its own first key. A path that does not exist answers its nearest
   * existing ancestor's key. Through aliases and merges, the place where the value really stands.
   */
  spanOf(path: Path, target: "key" | "value"): Span;
  /** The keys of the map at a path in the order of the document, merged ones included; empty for anything else. */
  keysOf(path: Path): readonly string[];
  /** The scalar at a path as it was written, quotes included; undefined for anything else. */
  writtenAt(path: Path): string | undefined;
  /** What `unpackSource` makes the file of again, as plain data. */
  packed(): PackedSource;
  /** The text of a line (from 1) without its line break. */
  lineAt(line: number): string;
}
