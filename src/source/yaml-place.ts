import { isMap, isScalar, isSeq, LineCounter, parseAllDocuments, type Document, type Pair } from "yaml";
import type { Span } from "../diagnostics/diagnostic.ts";
import { linesOf } from "../diagnostics/lines.ts";

const options = {
  schema: "core",
  merge: true,
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: "silent",
} as const;

export interface PlaceOptions {
  readonly line?: number;
  readonly target?: "key" | "value";
}

/**
 * Where a value stands in a YAML file that is no inventory: the value itself where it is a scalar and not
 * the key is wanted, otherwise its key. `line` chooses the document that holds that line, the first unless
 * told. Undefined when the path leads nowhere.
 */
export function placeIn(
  file: string,
  text: string,
  path: readonly string[],
  { line = 1, target = "value" }: PlaceOptions = {},
): Span | undefined {
  const counter = new LineCounter();
  const documents = parseAllDocuments(text, { ...options, lineCounter: counter });
  const lineOf = (one: Document.Parsed): number =>
    counter.linePos((one.contents?.range ?? one.range)[0]).line;
  const document = documents.findLast((one) => lineOf(one) <= Math.max(line, lineOf(documents[0] ?? one)));
  let here: unknown = document?.contents;
  let range: readonly [number, number] | undefined;
  for (const step of path) {
    const pair = isMap(here) ? here.items.find((one) => keyOf(one) === step) : undefined;
    const value: unknown = isSeq(here) ? here.items[Number(step)] : pair?.value;
    if (value === undefined) return undefined;
    range =
      target === "key" ? (rangeOf(pair?.key) ?? rangeOf(value)) : (rangeOf(value) ?? rangeOf(pair?.key));
    here = value;
  }
  return range && linesOf(text).span(file, range[0], range[1]);
}

/** Where a text stops being YAML; undefined for one that is. */
export function brokenAt(file: string, text: string): Span | undefined {
  const error = parseAllDocuments(text, options).flatMap(({ errors }) => errors)[0];
  if (error === undefined) return undefined;
  const [start, end] = error.pos;
  return linesOf(text).span(file, start, Math.max(end, start + 1));
}

function keyOf({ key }: Pair): unknown {
  return isScalar(key) ? String(key.value) : undefined;
}

/** The range of a scalar that is written. */
function rangeOf(node: unknown): readonly [number, number] | undefined {
  if (!isScalar(node) || node.range == null || node.range[1] === node.range[0]) return undefined;
  return [node.range[0], node.range[1]];
}
