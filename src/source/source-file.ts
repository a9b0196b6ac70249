import type { Span } from "../diagnostics/diagnostic.ts";
import { linesOf } from "../diagnostics/lines.ts";
import { Places, type Entry, type Place } from "./places.ts";
import type { PackedSource, Path, SourceFile } from "./source.ts";
import type { Text, Tree } from "./walk.ts";

const root: Place = 0;

/** A file that was read, which answers where its values stand. */
export function sourceFile(
  { path, text, lines }: Text,
  { value, places }: Pick<Tree, "value" | "places">,
): SourceFile {
  /** The entry at a path, or the deepest one on the way. */
  const find = (steps: Path): { entry: Entry; exists: boolean } => {
    let entry: Entry = { key: undefined, value: root };
    for (const step of steps) {
      const next = places.entry(places.resolve(entry.value), step);
      if (next === undefined) return { entry, exists: false };
      entry = next;
    }
    return { entry, exists: true };
  };
  const at = (steps: Path): Place | undefined => {
    const { entry, exists } = find(steps);
    return exists ? places.resolve(entry.value) : undefined;
  };
  const keyOf = ({ key, value }: Entry): Place =>
    key ?? places.firstKey(places.resolve(value)) ?? (places.isAbsent(value) ? root : value);
  const spanOf = (place: Place): Span => lines.span(path, ...places.extentOf(place));

  return {
    path,
    text,
    value,
    packed: () => ({ text, value, places: places.packed() }),
    lineAt: (line) => lines.lineAt(line),
    spanOf(steps, target) {
      const { entry, exists } = find(steps);
      const isKey = !exists || target === "key" || !places.isWritten(entry.value);
      return spanOf(isKey ? keyOf(entry) : entry.value);
    },
    keysOf(steps) {
      const place = at(steps);
      return place === undefined || !places.isMap(place) ? [] : places.namesOf(place);
    },
    writtenAt(steps) {
      const place = at(steps);
      if (place === undefined || !places.isScalar(place)) return undefined;
      return text.slice(...places.extentOf(place));
    },
  };
}

/** A file that was read before, perhaps under another path. */
export function unpackSource(path: string, { text, value, places }: PackedSource): SourceFile {
  return sourceFile({ path, text, lines: linesOf(text) }, { value, places: new Places(text, places) });
}
