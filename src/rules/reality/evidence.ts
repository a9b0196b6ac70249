import { posix } from "node:path";
import type { FluxObject } from "../../actions/action.ts";
import type { Related } from "../../diagnostics/diagnostic.ts";
import { byPlace } from "../../reality/by-place.ts";
import type { RealObject, Reality } from "../../reality/model.ts";
import { findWorkload } from "../../reality/query.ts";
import type { Workload } from "../../reality/model.ts";
import { workloadKind } from "../../grammar/kubernetes.ts";
import type { World } from "../rule.ts";
import type { Entry } from "./places.ts";

/** Kinds that `findWorkload` knows. */
const podKinds = new Set([
  "deployment",
  "statefulset",
  "daemonset",
  "replicaset",
  "replicationcontroller",
  "job",
  "cronjob",
  "pod",
]);

/** True for the kinds that run pods, however they are written. */
export function runsPods(kind: string): boolean {
  return podKinds.has(workloadKind(kind));
}

/** Pods and their like are mostly made by something else, under names that git does not say. */
export function isMadeByOthers(kind: string): boolean {
  return ["pod", "replicaset", "job"].includes(workloadKind(kind));
}

/** Namespaces that hold much that Flux does not apply: what the distribution brings, and Flux itself. */
const systemNamespaces = new Set(["kube-system", "kube-public", "kube-node-lease", "flux-system"]);

/** True for a namespace that the graph puts things into, and nobody else is known to. */
export function isOfGraph(reality: Reality, namespace: string): boolean {
  return !systemNamespaces.has(namespace) && byPlace(reality).namespaces.has(namespace);
}

/** How much it weighs that an object is not there. */
export interface Absence {
  readonly reality: Reality;
  readonly namespace: string;
  readonly owner: FluxObject | undefined;
  /** A name that is nearly the same, or the object elsewhere. */
  readonly hasTrace: boolean;
  /** True where the entry's own `flux` names somebody who is known not to make it. */
  readonly isSettled?: boolean | undefined;
}

/**
 * An error where the inventory says that Flux deploys it, or where a trace shows what was meant; a
 * warning where only the graph does not know it; nothing where the graph has no say. A cluster has the
 * last word: what it lacks is not there.
 */
export function weigh({
  reality,
  namespace,
  owner,
  hasTrace,
  isSettled = false,
}: Absence): "error" | "warning" | "silent" {
  if (reality.source === "cluster" || isSettled) return "error";
  if (systemNamespaces.has(namespace)) return hasTrace ? "warning" : "silent";
  if (owner !== undefined || hasTrace) return "error";
  return isOfGraph(reality, namespace) ? "warning" : "silent";
}

/** The beginning of a sentence about what is not there. */
export function whoLacks({ source }: Reality): string {
  return source === "cluster" ? "the cluster has" : "Flux applies";
}

/** Said under a place that is only likely wrong. */
export const likely = "likely: the repository alone does not tell";

/** Details that lower a problem with what is only likely, and say so. */
export function certaintyOf(object: Pick<RealObject, "confidence">): {
  severity?: "warning";
  label?: string;
} {
  return object.confidence === "likely" ? { severity: "warning", label: likely } : {};
}

/** The place of an object in the repository, for a message. */
export function seenAt(world: World, object: Pick<RealObject, "provenance">, message: string): Related[] {
  const { file, line } = object.provenance;
  // The cluster alone has no place to show.
  if (file === undefined || line === undefined) return [];
  const place = { offset: 0, line, column: 1 };
  return [{ message, span: { file: posix.relative(world.folder ?? "", file), start: place, end: place } }];
}

/** A path of the inventory as the repository has it. */
export function inRepository(world: World, path: string): string {
  const joined = posix.join(world.folder ?? "", path).replace(/\/$/, "");
  return joined === "." ? "" : joined;
}

/** The workload that an entry shows, where it is there for certain. */
export function workloadOf(reality: Reality, { target, namespace, isOwn }: Entry): Workload | undefined {
  if (target === undefined || namespace === undefined || isOwn) return undefined;
  const answer = findWorkload(reality, target.kind, namespace, target.name);
  return answer.state === "found" ? answer.item : undefined;
}

/** "a Deployment", "an Ingress". */
export function aKind(kind: string): string {
  return `${/^[AEIOU]/.test(kind) ? "an" : "a"} ${kind}`;
}

/** "`a`, `b` and 3 more"; at most five are named. */
export function listed(names: readonly (string | number)[]): string {
  const shown = names.slice(0, 5).map((name) => `\`${name}\``);
  if (names.length > 5) return `${shown.join(", ")} and ${names.length - 5} more`;
  const last = shown.pop() ?? "nothing";
  return shown.length === 0 ? last : `${shown.join(", ")} and ${last}`;
}
