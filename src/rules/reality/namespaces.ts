import type { Dashboard } from "../../dashboard/model.ts";
import type { Reality } from "../../reality/model.ts";
import { resourcesOf } from "../parts.ts";

/** What every cluster has. */
const always = ["default", "kube-system", "kube-public", "kube-node-lease", "flux-system"];

/** Namespaces that git makes, that something in it needs to be there, or that the inventory itself makes. */
export function realNamespaces(dashboard: Dashboard, reality: Reality): ReadonlySet<string> {
  const made = reality.objects.filter(({ kind }) => kind === "Namespace").map(({ name }) => name);
  const used = [...reality.objects, ...reality.workloads].map(({ namespace }) => namespace);
  const released = reality.releases.map(({ releaseNamespace }) => releaseNamespace);
  const own = resourcesOf(dashboard).flatMap((one) => {
    if (one.kind === "secret") return one.createNamespace ? [one.namespace] : [];
    if (one.kind === "manifests") return one.isolate ?? [];
    return one.kind === "release" && one.owner === undefined ? [one.namespace] : [];
  });
  return new Set([...always, ...made, ...used, ...released, ...own].filter((name) => name !== ""));
}
