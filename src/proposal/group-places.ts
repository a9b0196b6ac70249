import type { Dashboard } from "../dashboard/model.ts";
import { parseNamespacedName } from "../grammar/kubernetes.ts";
import type { ObjectName, Reality, Workload } from "../reality/model.ts";
import { findRelease } from "../reality/query.ts";
import { groupedBy, groupsOf } from "../rules/parts.ts";
import { at, type Origin } from "../source/origin.ts";
import { valueAt } from "../source/scalar-text.ts";
import type { Candidate } from "./candidates.ts";

/** A group that candidates go into. */
export interface GroupPlace {
  readonly key: string;
  /** Undefined for a group that is yet to be made, in the root file. */
  readonly origin: Origin | undefined;
  readonly namespace: string | undefined;
  readonly prefix: string;
  /** The Kustomization that owns what says nothing else. */
  readonly owner: ObjectName | undefined;
}

/**
 * Finds the group of each candidate: the one that has its namespace, shows something of it, or belongs to
 * its Kustomization; else a new one. New groups are namespaces; those with a single workload share one
 * where one Kustomization applies several of them.
 */
export function placesOf(
  dashboard: Dashboard,
  reality: Reality,
  candidates: readonly Candidate[],
): readonly (readonly [GroupPlace, readonly Candidate[]])[] {
  const existing = existingGroups(dashboard);
  const homeless: Candidate[] = [];
  const placed = new Map<GroupPlace, Candidate[]>();
  for (const candidate of candidates) {
    const place = groupOf(existing, candidate.workload, appliedBy(reality, candidate.workload));
    if (place === undefined) homeless.push(candidate);
    else placed.set(place, [...(placed.get(place) ?? []), candidate]);
  }
  const taken = new Set(dashboard.sources[0]?.keysOf(["groups"]));
  const found = newGroups(reality, homeless).map(([name, all]): [GroupPlace, readonly Candidate[]] => {
    let key = name;
    for (let next = 2; taken.has(key); next++) key = `${name}-${next}`;
    taken.add(key);
    const namespaces = [...groupedBy(all, ({ workload }) => workload.namespace).keys()];
    const namespace = namespaces.length === 1 ? namespaces[0] : namespaces.find((one) => one === name);
    const owner = commonOwner(
      reality,
      all.map(({ workload }) => workload),
    );
    return [{ key, origin: undefined, namespace, prefix: `${key}:`, owner }, all];
  });
  return [...placed, ...found];
}

/** The group that a workload would go into, of those that are there. */
export function existingPlace(
  dashboard: Dashboard,
  reality: Reality,
): (workload: Workload) => GroupPlace | undefined {
  const existing = existingGroups(dashboard);
  return (workload) => groupOf(existing, workload, appliedBy(reality, workload));
}

interface Existing extends GroupPlace {
  /** Namespaces of what it shows. */
  readonly shows: ReadonlySet<string>;
}

function existingGroups(dashboard: Dashboard): readonly Existing[] {
  const { root } = dashboard.cluster.flux;
  return groupsOf(dashboard).map(({ origin, resources }): Existing => {
    const text = (key: string): string | undefined => {
      const value = valueAt(at(origin, key));
      return typeof value === "string" ? value : undefined;
    };
    const flux = text("flux");
    return {
      key: String(origin.path[1]),
      origin,
      namespace: text("namespace"),
      prefix: text("prefix") ?? "",
      owner: flux === undefined ? undefined : parseNamespacedName(flux, root),
      shows: new Set(resources.flatMap((one) => ("namespace" in one ? (one.namespace ?? []) : []))),
    };
  });
}

function groupOf(
  groups: readonly Existing[],
  workload: Workload,
  owner: ObjectName | undefined,
): GroupPlace | undefined {
  const { namespace } = workload;
  // What Flux does not apply must not inherit an owner.
  const open = workload.owner === undefined ? groups.filter((one) => one.owner === undefined) : groups;
  const owned = (one: Existing): boolean => isSame(one.owner, owner);
  return (
    open.find((one) => one.namespace === namespace && owned(one)) ??
    open.find((one) => one.namespace === namespace) ??
    open.find((one) => one.shows.has(namespace)) ??
    open.find(owned)
  );
}

/** The Kustomization that applies a workload, or its HelmRelease. */
export function appliedBy(reality: Reality, workload: Workload): ObjectName | undefined {
  const { owner } = workload;
  if (owner === undefined || owner.kind === "Kustomization") return owner;
  const above = findRelease(reality, owner)?.object.owner;
  return above?.kind === "Kustomization" ? above : undefined;
}

function commonOwner(reality: Reality, workloads: readonly Workload[]): ObjectName | undefined {
  const [first, ...others] = workloads.map((one) => appliedBy(reality, one));
  return others.every((one) => isSame(one, first)) ? first : undefined;
}

export function isSame(one: ObjectName | undefined, other: ObjectName | undefined): boolean {
  return one !== undefined && one.name === other?.name && one.namespace === other.namespace;
}

/** Name and members of each new group, by name. */
function newGroups(
  reality: Reality,
  candidates: readonly Candidate[],
): readonly (readonly [string, readonly Candidate[]])[] {
  const byNamespace = groupedBy(candidates, ({ workload }) => workload.namespace);
  const single = [...byNamespace.values()].filter(({ length }) => length === 1).flat();
  const shared = groupedBy(single, ({ workload }) => {
    const owner = appliedBy(reality, workload);
    return owner && `${owner.namespace}/${owner.name}`;
  });
  const groups = new Map<string, readonly Candidate[]>();
  const add = (name: string, more: readonly Candidate[]): void => {
    groups.set(name, [...(groups.get(name) ?? []), ...more]);
  };
  for (const [namespace, all] of byNamespace) {
    const [only] = all;
    const owner = only && appliedBy(reality, only.workload);
    const together = owner === undefined ? [] : (shared.get(`${owner.namespace}/${owner.name}`) ?? []);
    if (all.length > 1 || owner === undefined || together.length < 2) add(namespace, all);
    else if (together[0] === only) add(owner.name, together);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}
