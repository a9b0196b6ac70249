import type { Comparison } from "../artifacts/compare.ts";
import { diagnoseStatus } from "../artifacts/diagnose.ts";
import { isLink, textAfter, textBefore, type Status } from "../artifacts/status.ts";
import { firstDifferentLine } from "../artifacts/first-different-line.ts";
import { unifiedDiff } from "../artifacts/unified-diff.ts";
import type { Diagnostic, Span } from "../diagnostics/diagnostic.ts";
import { linesOf } from "../diagnostics/lines.ts";

/** A problem with a generated file, and what `generate --force` would change in it. */
export interface ToldOutput {
  /** Path of the file; absent for a problem with all of them. */
  readonly path?: string | undefined;
  readonly diagnostic: Diagnostic;
  /** Unified, cut to a few lines; empty where there is nothing to compare. */
  readonly diff: string;
}

/** Lines of a diff that tells something. */
const shortDiff = 20;
/** Lines of a diff that only repeats a whole file. */
const wholeFile = 7;
/** More whole files than these say nothing new: a folder was renamed. */
const mostWhole = 5;

/** Adds to each diagnostic about an output its place, the first line that differs, and a short diff. */
export function tellOutputs(
  diagnostics: readonly Diagnostic[],
  comparison: Comparison,
): readonly ToldOutput[] {
  const byMessage = new Map<string, Status>();
  for (const status of [...comparison.statuses, comparison.recordStatus])
    for (const { message } of diagnoseStatus(status)) byMessage.set(message, status);
  const shown = new Set<Status>();
  let whole = 0;
  return diagnostics.map((diagnostic) => {
    const status = byMessage.get(diagnostic.message);
    if (status === undefined) return { diagnostic, diff: "" };
    // Of several entries of one file, the first has the diff of all.
    const isTold = shown.has(status) || (isWhole(status) && ++whole > mostWhole);
    const diff = isTold ? "" : diffOf(status, shortDiff);
    shown.add(status);
    return { path: status.path, diagnostic: placed(diagnostic, status), diff };
  });
}

/** An entry of a shared file has its place already. */
function placed(diagnostic: Diagnostic, status: Status): Diagnostic {
  if (diagnostic.span !== undefined) return diagnostic;
  const said = status.state === "edited" ? { label: "the first line that differs" } : {};
  return { ...diagnostic, ...said, span: firstDifference(status) };
}

/** What would change in an output; empty where only its mode does, or nothing may be written. */
export function diffOf(status: Status, maxLines?: number): string {
  const { state, path } = status;
  // A link is not followed, and what it leads to is not compared.
  if (state === "current" || state === "unreadable" || isLink(status)) return "";
  const limit = maxLines !== undefined && isWhole(status) ? wholeFile : maxLines;
  return unifiedDiff(
    path,
    textBefore(status),
    textAfter(status),
    limit === undefined ? {} : { maxLines: limit },
  );
}

/** True where the diff is the whole file, come or gone. */
function isWhole({ state, after }: Status): boolean {
  return state === "missing" || after === undefined;
}

/** The place on the disk where the file begins to differ; undefined where there is no file. */
function firstDifference(status: Status): Span | undefined {
  const before = textBefore(status);
  if (before === undefined) return undefined;
  const after = textAfter(status);
  const offset = after === undefined ? 0 : firstDifferentLine(before, after);
  const { line } = linesOf(before.slice(0, offset)).positionAt(offset);
  const start = { offset, line, column: 1 };
  return { file: status.path, start, end: start };
}
