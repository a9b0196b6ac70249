import { textBefore, type Comparison, type Status } from "../artifacts/compare.ts";
import { diagnoseStatus } from "../artifacts/diagnose.ts";
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

/** Adds to each diagnostic about an output its place, the first line that differs, and a short diff. */
export function tellOutputs(
  diagnostics: readonly Diagnostic[],
  comparison: Comparison,
): readonly ToldOutput[] {
  const byMessage = new Map<string, Status>();
  for (const status of [...comparison.statuses, comparison.recordStatus]) {
    const message = diagnoseStatus(status)?.message;
    if (message !== undefined) byMessage.set(message, status);
  }
  return diagnostics.map((diagnostic) => {
    const status = byMessage.get(diagnostic.message);
    if (status === undefined) return { diagnostic, diff: "" };
    const said = status.state === "edited" ? { label: "the first line that differs" } : {};
    return {
      path: status.path,
      diagnostic: { ...diagnostic, ...said, span: firstDifference(status) },
      diff: diffOf(status, shortDiff),
    };
  });
}

/** What would change in an output; empty where only its mode does, or a link stands in its place. */
export function diffOf(status: Status, maxLines?: number): string {
  const { artifact, state, path } = status;
  if (state === "current" || isLink(status)) return "";
  const repeats = state === "missing" || state === "orphaned";
  const limit = maxLines !== undefined && repeats ? wholeFile : maxLines;
  return unifiedDiff(
    path,
    textBefore(status),
    artifact?.text,
    limit === undefined ? {} : { maxLines: limit },
  );
}

/** A link is not followed, and what it leads to is not compared. */
function isLink(status: Status): boolean {
  return status.state === "foreign" && status.before === undefined;
}

/** The place on the disk where the file begins to differ; undefined where there is no file. */
function firstDifference(status: Status): Span | undefined {
  const before = textBefore(status);
  if (before === undefined) return undefined;
  const [is, wanted] = [before.split("\n"), (status.artifact?.text ?? "").split("\n")];
  const at = is.findIndex((line, index) => line !== wanted[index]);
  const start = is.slice(0, at < 0 || status.artifact === undefined ? 0 : at).join("\n").length;
  const offset = start === 0 ? 0 : start + 1;
  return linesOf(before).span(status.path, offset, offset);
}
