import { mappingAt, same, textsAt } from "../../value.ts";
import type { Mapping } from "../../value.ts";
import { called, readManifest } from "./manifest.ts";
import type { Manifest } from "./manifest.ts";
import { RenderError } from "./render-error.ts";

export type Marks = Readonly<Record<string, string>>;

/**
 * Adds labels or annotations to an object, in its text, which is laid out as kustomize prints it. What
 * comes out is read again: nothing but the marks may differ. Throws RenderError where that fails.
 */
export function withMarks(manifest: Manifest, field: "labels" | "annotations", marks: Marks): Manifest {
  if (Object.keys(marks).length === 0) return manifest;
  const problem = `the ${field} of ${called(manifest)} cannot be added to`;
  const text = addedTo(manifest.text.split("\n"), field, marks);
  if (text === undefined) throw new RenderError(problem);
  const marked = readManifest(text, problem);
  const metadata: Mapping = { ...mappingAt(manifest.object, "metadata") };
  metadata[field] = { ...textsAt(metadata, field), ...marks };
  if (!same(marked.object, { ...manifest.object, metadata })) throw new RenderError(problem);
  return marked;
}

function addedTo(lines: readonly string[], field: string, marks: Marks): string | undefined {
  const start = lines.indexOf("metadata:");
  if (start < 0) return undefined;
  const entries = Object.entries(marks).map(([key, value]) => `    ${keyOf(key)}: ${quoted(value)}`);
  const end = endOf(lines, start, /^\S/);
  const at = lines.findIndex((line, index) => index > start && index < end && line.startsWith(`  ${field}:`));
  if (at < 0)
    return [...lines.slice(0, start + 1), `  ${field}:`, ...entries, ...lines.slice(start + 1)].join("\n");
  const rest = lines[at]?.slice(`  ${field}:`.length).trim();
  if (rest !== "" && rest !== "{}" && rest !== "null") return undefined;
  const below = endOf(lines, at, /^ {0,2}\S/);
  const kept = without(lines.slice(at + 1, below), marks);
  return [...lines.slice(0, at), `  ${field}:`, ...entries, ...kept, ...lines.slice(below)].join("\n");
}

/** The first line after `start` that begins something else. */
function endOf(lines: readonly string[], start: number, other: RegExp): number {
  const end = lines.findIndex((line, index) => index > start && other.test(line));
  return end < 0 ? lines.length : end;
}

/** The lines of a map without the entries that are written anew. */
function without(lines: readonly string[], marks: Marks): string[] {
  let isReplaced = false;
  return lines.filter((line) => {
    if (/^ {4}\S/.test(line))
      isReplaced = Object.keys(marks).some(
        (key) => line.startsWith(`    ${key}:`) || line.startsWith(`    ${quoted(key)}:`),
      );
    return !isReplaced;
  });
}

/** A key, without quotes where every reader takes it for a text. */
function keyOf(key: string): string {
  return /^[A-Za-z][\w.-]*\/[\w.-]+$/.test(key) ? key : quoted(key);
}

/** A text in double quotes as every YAML reader takes it. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
