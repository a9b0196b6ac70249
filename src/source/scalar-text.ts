import type { Span } from "../diagnostics/diagnostic.ts";
import { linesOf, type Lines } from "../diagnostics/lines.ts";
import { spanAt, type Origin } from "./origin.ts";
import { traceScalar } from "./scalar-trace.ts";
import type { SourceFile } from "./source.ts";

/** The text of a scalar that knows where each piece of it was written. */
export interface ScalarText {
  readonly text: string;
  /**
   * The place of `[start, end)` of the text, in UTF-16 units: exact where the way from what was written
   * to the text can be followed, else the whole scalar.
   */
  spanOf(start: number, end: number): Span;
}

/** The text that stands at `origin`. One that was changed since it was read, by parameters, has no exact places. */
export function scalarTextAt(origin: Origin, text: string): ScalarText {
  const whole = spanAt(origin);
  const { source } = origin;
  const written = source.writtenAt(origin.path);
  const base = whole.start.offset;
  // Behind an alias the text stands elsewhere than the span.
  const here = written !== undefined && source.text.startsWith(written, base);
  const trace = here ? traceScalar(written, text) : undefined;
  if (trace === undefined) return { text, spanOf: () => whole };
  return {
    text,
    spanOf(start, end) {
      const first = trace.starts[start] ?? trace.end;
      const last = end > start ? (trace.ends[end - 1] ?? trace.end) : first;
      return linesIn(source).span(source.path, base + first, base + Math.max(first, last));
    },
  };
}

/** The value that a file holds at a path; undefined where nothing stands. */
export function valueAt({ source, path }: Origin): unknown {
  let value = source.value;
  for (const step of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}

const known = new WeakMap<SourceFile, Lines>();

/** The lines of a file, cut once. */
export function linesIn(source: SourceFile): Lines {
  const found = known.get(source) ?? linesOf(source.text);
  known.set(source, found);
  return found;
}
