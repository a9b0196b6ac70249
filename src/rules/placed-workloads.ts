import { workloadKind, type Target } from "../grammar/kubernetes.ts";
import type { Dashboard } from "../dashboard/model.ts";
import { at, type Origin } from "../source/origin.ts";
import { valueAt } from "../source/scalar-text.ts";
import { perDashboard, resourcesOf } from "./parts.ts";

/** A workload that the inventory names, with its place. */
export interface PlacedWorkload {
  /** Singular, without its group: `deployment`. */
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
  /** The resource that shows it. */
  readonly resource: string;
  readonly origin: () => Origin;
}

/** Every object that a resource is attached to, private copies too, in the order of the inventory. */
export const workloadsOf = perDashboard((dashboard): readonly PlacedWorkload[] =>
  resourcesOf(dashboard).flatMap((resource): PlacedWorkload[] => {
    const { name, origin } = resource;
    switch (resource.kind) {
      case "attach":
        return [placed(name, resource.target, resource.namespace, () => targetOf(origin))];
      case "release":
        return resource.observed.map((one) =>
          placed(one.name, one.target, resource.namespace, () => one.origin),
        );
      case "manifests":
        return resource.resources.flatMap((one) => {
          const { target } = one;
          if (target === undefined) return [];
          // Without an owner there is nothing to watch: the copy is all there is.
          const watched = resource.owner === undefined ? [] : [one.namespace];
          const copied = resource.isolate === undefined ? [] : [resource.isolate];
          return [...watched, ...copied].map((place) =>
            placed(one.name, target, place, () => targetOf(one.origin)),
          );
        });
      case "task":
      case "secret":
        return [];
    }
  }),
);

/** The name of the resource that shows a workload; undefined for one that the inventory does not name. */
export function shownBy(
  dashboard: Dashboard,
  namespace: string | undefined,
  { kind, name }: Target,
): string | undefined {
  return resourceAt(dashboard).get(identityOf({ kind: workloadKind(kind.toLowerCase()), name, namespace }));
}

const resourceAt = perDashboard(
  (dashboard): ReadonlyMap<string, string> =>
    new Map(workloadsOf(dashboard).map((one) => [identityOf(one), one.resource])),
);

/** The same text for the same object. */
export function identityOf({ kind, name, namespace }: Omit<PlacedWorkload, "resource" | "origin">): string {
  return `${kind}/${name} ${namespace ?? ""}`;
}

function placed(
  resource: string,
  target: Target,
  namespace: string | undefined,
  origin: () => Origin,
): PlacedWorkload {
  return { kind: workloadKind(target.kind), name: target.name, namespace, resource, origin };
}

function targetOf(origin: Origin): Origin {
  return typeof valueAt(origin) === "string" ? origin : at(origin, "target");
}

/** In every cluster. */
export const clusterNamespaces = ["default", "kube-system", "kube-public", "kube-node-lease"];

/** Every namespace that the inventory names, and those that are in every cluster. */
export function namespacesOf(dashboard: Dashboard): ReadonlySet<string> {
  const found = new Set([...clusterNamespaces, dashboard.cluster.flux.root]);
  const add = (namespace: unknown): void => {
    if (typeof namespace === "string") found.add(namespace);
  };
  for (const { sections } of dashboard.tiltfiles)
    for (const section of sections) add(valueAt(at(section.origin, "namespace")));
  for (const resource of resourcesOf(dashboard)) {
    if (resource.kind === "task") continue;
    if (resource.kind !== "manifests") add(resource.namespace);
    else add(resource.isolate);
    if (resource.kind === "secret") continue;
    add(resource.owner?.namespace);
    for (const one of resource.kind === "manifests" ? resource.resources : [resource]) {
      add(one.namespace);
      for (const service of one.services) add(service.namespace);
    }
  }
  return found;
}
