import type { Dashboard } from "../dashboard/model.ts";
import type { Maker, Owner, RealObject, Reality, Workload } from "../reality/model.ts";
import { hiddenBy, suspendedBy } from "../reality/query.ts";
import { workloadsOf } from "../rules/placed-workloads.ts";
import { isIgnored } from "./ignored.ts";

/** Kinds that a dashboard shows: what runs for long. Jobs come and go. */
const shownKinds = new Set(["Deployment", "StatefulSet", "DaemonSet"]);

/** A workload that is there and that the inventory does not name. */
export interface Candidate {
  readonly workload: Workload;
  /** `deployment/grafana` */
  readonly target: string;
  /** Why a person should look at it first; undefined for what is certain and runs. */
  readonly doubt: string | undefined;
  /** True where the doubt was written into the inventory before, as a comment. */
  readonly isOffered: boolean;
}

/**
 * The workloads that the inventory names nowhere and does not ignore, by namespace, name and kind. What is
 * only likely, or does not run, has a doubt.
 */
export function candidatesOf(dashboard: Dashboard, reality: Reality): readonly Candidate[] {
  const named = new Set(
    workloadsOf(dashboard).map(({ kind, namespace = "", name }) => `${kind}/${namespace}/${name}`),
  );
  const comments = new Set(dashboard.sources.flatMap(({ text }) => text.match(/#.*/g) ?? []));
  const isKnown = ({ kind, namespace, name }: Workload): boolean =>
    named.has(`${kind.toLowerCase()}/${namespace}/${name}`);
  return uniqueWorkloads(reality)
    .filter((one) => !isKnown(one) && !dashboard.ignored.some(({ pattern }) => isIgnored(pattern, one)))
    .map((workload) => {
      const target = `${workload.kind.toLowerCase()}/${workload.name}`;
      const doubt = doubtOf(reality, workload);
      const mark = markOf(workload);
      const isOffered =
        doubt !== undefined &&
        [...comments].some((line) => line.includes(mark) && wordsOf(line).includes(target));
      return { workload, target, doubt, isOffered };
    });
}

/** Every workload that a dashboard could show, each once: two Kustomizations may apply one object. */
export function uniqueWorkloads(reality: Reality): readonly Workload[] {
  const found = new Map<string, Workload>();
  for (const one of reality.workloads) {
    // A name that is not wholly known is nothing to attach to.
    if (!shownKinds.has(one.kind) || /[^-a-z0-9.]/.test(one.name)) continue;
    // Below every sign of a name, so that `web` comes before `web-api`.
    const key = [one.namespace, one.name, one.kind].join("\0");
    if (!found.has(key)) found.set(key, one);
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

function wordsOf(line: string): readonly string[] {
  return line.split(/[\s,{}"']+/);
}

function doubtOf(reality: Reality, workload: Workload): string | undefined {
  const why = whyDoubted(reality, workload);
  // The entry of what a release makes names the release itself.
  return why === undefined || workload.owner?.kind === "HelmRelease" ? why : `${why} ${markOf(workload)}`;
}

function whyDoubted(reality: Reality, workload: Workload): string | undefined {
  if (workload.confidence === "likely")
    return workload.content === undefined
      ? "likely: what its chart usually makes"
      : "likely: what it is called depends on values that are not in git";
  if (isAwaited(reality, workload)) return "not in the cluster: the repository alone has it";
  if (workload.replicas === 0) return "does not run: 0 replicas";
  // In the cluster, what is suspended runs on.
  const isHeld = reality.source === "repository" && suspendedBy(reality, workload) !== undefined;
  return isHeld ? "suspended" : undefined;
}

/** True for what git has and the cluster, which was asked, has not. */
function isAwaited(reality: Reality, { confidence, namespace, kind }: Workload): boolean {
  const isAsked = reality.source === "cluster" && hiddenBy(reality, namespace, kind).length === 0;
  return isAsked && confidence !== "live";
}

/** Who makes it, as the comment says it: with the target, it tells one workload from all others. */
function markOf({ owner, namespace }: Pick<RealObject, "owner" | "namespace">): string {
  const by = ownerText(owner);
  return owner?.kind === "HelmRelease"
    ? `helmRelease: ${owner.namespace}/${owner.name} }`
    : `(${by ?? namespace})`;
}

/** `HelmRelease media/jellyfin`; undefined for what nobody is known to make. */
export function ownerText(owner: Owner | Maker | undefined): string | undefined {
  return owner && `${owner.kind} ${owner.namespace}/${owner.name}`;
}
