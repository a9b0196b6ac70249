import type { Outcome } from "../diagnostics/diagnostic.ts";
import { hasErrors } from "../diagnostics/diagnostic.ts";
import type { Files } from "../io/files.ts";
import { nodeHost, type Host } from "../io/host.ts";
import type { Artifact } from "../targets/artifact.ts";
import { inspect } from "./compare.ts";
import { isTransient, ownFolder } from "./folder.ts";
import { withLock, type Lock, type LockOptions } from "./lock.ts";
import { plan, type Plan, type PlanOptions } from "./plan.ts";
import { commit, recover } from "./transaction.ts";

export interface WriteOptions extends LockOptions {
  /** Default: the machine that we run on. */
  readonly host?: Host | undefined;
}

/** What a run did, in its order; both are empty when all was current. */
export interface Written {
  readonly written: readonly string[];
  readonly removed: readonly string[];
}

async function carryOut(plan: Plan, files: Files, lock: Lock, options: WriteOptions): Promise<Written> {
  await commit(plan.changes, files, lock, options.signal);
  const paths = (wanted: boolean): readonly string[] =>
    plan.changes.filter((change) => (change.after !== undefined) === wanted).map((change) => change.path);
  return { written: paths(true), removed: paths(false) };
}

/**
 * Carries a plan out, whole or not at all: for `plan`, and for edits of the inventory itself, which are
 * changes with the bytes that were read as `before`. Throws as `commit` does; a lock that another run
 * holds is a diagnostic.
 */
export async function write(plan: Plan, files: Files, options: WriteOptions = {}): Promise<Outcome<Written>> {
  return withLock(files, options.host ?? nodeHost(), options, async (lock) => {
    const problems = await recover(files);
    if (hasErrors(problems)) return { diagnostics: problems };
    return { value: await carryOut(plan, files, lock, options), diagnostics: [] };
  });
}

async function isAtRest(files: Files): Promise<boolean> {
  return (await files.kind(ownFolder)) !== "directory" || !(await files.list(ownFolder)).some(isTransient);
}

/**
 * Brings the disk to the artifacts: what `generate` does. Ends first what a killed run left. When all is
 * current, or something is refused, nothing is touched, so it works on a read-only disk too.
 * No value means that nothing was written, and the diagnostics say why.
 */
export async function writeArtifacts(
  artifacts: readonly Artifact[],
  files: Files,
  options: WriteOptions & PlanOptions = {},
): Promise<Outcome<Written>> {
  if (await isAtRest(files)) {
    const { value, diagnostics } = plan(await inspect(artifacts, files), options);
    if (value === undefined) return { diagnostics };
    if (value.changes.length === 0) return { value: { written: [], removed: [] }, diagnostics };
  }
  return withLock(files, options.host ?? nodeHost(), options, async (lock) => {
    const problems = await recover(files);
    if (hasErrors(problems)) return { diagnostics: problems };
    // Read again: the other run, or the recovery, may have changed what is there.
    const { value, diagnostics } = plan(await inspect(artifacts, files), options);
    if (value === undefined) return { diagnostics };
    return { value: await carryOut(value, files, lock, options), diagnostics };
  });
}
