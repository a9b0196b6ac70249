import type { Path, SourceFile } from "./source.ts";

/** Answers which keys stand at a path, and reads each map once, however often it is asked. */
export class KeySets {
  private readonly known = new Map<SourceFile, Map<string, ReadonlySet<string>>>();

  /** The keys of the map at `path`; none where there is no map. */
  at(source: SourceFile, path: Path): ReadonlySet<string> {
    const paths = this.known.get(source) ?? new Map<string, ReadonlySet<string>>();
    const name = JSON.stringify(path);
    const keys = paths.get(name) ?? new Set(source.keysOf(path));
    this.known.set(source, paths.set(name, keys));
    return keys;
  }
}
