import { at, type Origin } from "../source/origin.ts";
import type { SourceFile } from "../source/source.ts";

/** A text of an inventory file with the key that it stands under. */
export interface WrittenText {
  readonly text: string;
  readonly key: string;
  readonly origin: Origin;
}

/** Every text among the values of a file. */
export function* textsIn(source: SourceFile): Generator<WrittenText> {
  yield* below(source.value, { source, path: [] }, "");
}

function* below(value: unknown, origin: Origin, key: string): Generator<WrittenText> {
  if (typeof value === "string") yield { text: value, key, origin };
  else if (Array.isArray(value))
    for (const [index, item] of (value as unknown[]).entries()) yield* below(item, at(origin, index), key);
  else if (typeof value === "object" && value !== null)
    for (const [name, item] of Object.entries(value) as [string, unknown][])
      yield* below(item, at(origin, name), name);
}

/** The value that holds an offset of the file, so that a rule can be switched off there; the top for a comment. */
export function originAround(source: SourceFile, offset: number): Origin {
  for (const { origin } of textsIn(source)) {
    const { start, end } = source.spanOf(origin.path, "value");
    if (start.offset <= offset && offset < end.offset) return origin;
  }
  return { source, path: [] };
}
