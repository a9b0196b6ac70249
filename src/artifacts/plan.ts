import type { Diagnostic, Outcome } from "../diagnostics/diagnostic.ts";
import type { Comparison } from "./compare.ts";
import { diagnoseRecord, diagnoseStatus } from "./diagnose.ts";
import { isLink, type Status } from "./status.ts";

/** One file that is written or removed. */
export interface Change {
  readonly path: string;
  /** What the disk must still have when it is written; undefined for nothing. */
  readonly before: Uint8Array | undefined;
  /** What it shall have; undefined removes the file. */
  readonly after: Uint8Array | undefined;
  readonly executable?: boolean | undefined;
}

/** What to do, in this order; empty when all is current. */
export interface Plan {
  readonly changes: readonly Change[];
}

export interface PlanOptions {
  /** Also replaces hand edits and files that are not ours, and removes orphans that were edited. */
  readonly force?: boolean | undefined;
}

function refusal(status: Status, force: boolean): readonly Diagnostic[] {
  if (isLink(status) || status.state === "unreadable") return diagnoseStatus(status);
  if (force) return [];
  const lost = status.state === "edited" || status.state === "foreign";
  const orphan = status.state === "orphaned" && status.touched === true;
  return lost || orphan ? diagnoseStatus(status) : [];
}

/** Those of one rank stay as they are: by path. */
function byRank(one: Status, other: Status): number {
  return (one.artifact?.rank ?? 0) - (other.artifact?.rank ?? 0);
}

function writing({ path, state, artifact, before, after }: Status): readonly Change[] {
  if (state === "current" || after === undefined) return [];
  return [{ path, before, after, executable: artifact?.executable }];
}

/**
 * Says what to write: files in the order of their rank, then the record, removals last, since Tilt
 * reloads at each write. All or nothing: when one file is refused, there is no plan, and each refusal is
 * told. An orphan that is known by its header alone is told and left, unless forced.
 */
export function plan(comparison: Comparison, options: PlanOptions = {}): Outcome<Plan> {
  const force = options.force === true;
  if (comparison.diagnostics.length > 0) return { diagnostics: comparison.diagnostics };
  const record = diagnoseRecord(comparison);
  if (record !== undefined) return { diagnostics: [record] };
  const refused = comparison.statuses.flatMap((status) => refusal(status, force));
  if (refused.length > 0) return { diagnostics: refused };

  const orphans = comparison.statuses.filter((status) => status.state === "orphaned");
  const left = orphans.filter((status) => status.unsure === true && !force);
  const removals = orphans
    .filter((status) => status.after === undefined && !left.includes(status))
    .map(({ path, before }): Change => ({ path, before, after: undefined }));
  const changes = [
    ...[...comparison.statuses].sort(byRank).flatMap(writing),
    ...writing(comparison.recordStatus),
    ...removals,
  ];
  return { value: { changes }, diagnostics: left.flatMap(diagnoseStatus) };
}
