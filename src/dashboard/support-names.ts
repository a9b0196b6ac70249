import type { FluxObject } from "../actions/action.ts";
import type { Dashboard, Resource } from "./model.ts";

/** The resource that has fluxtilt write the files anew. */
export const regenerateResource = "fluxtilt:generate";

/** Name of the resource that keeps a Flux object suspended. */
export function suspensionName(owner: FluxObject): string {
  const kind = owner.kind === "helmRelease" ? "helmrelease" : "kustomization";
  return `flux-suspend:${kind}:${owner.namespace}:${owner.name}`;
}

/** Name of the resource that adds a Helm repository. */
export function repositoryResource(repository: string): string {
  return `helm-repo:${repository}`;
}

/** Name of the resource that makes a private copy's namespace. */
export function namespaceResource(namespace: string): string {
  return `namespace:${namespace}`;
}

/** Every resource that fluxtilt adds by itself: names that no entry may have. */
export function supportNames(dashboard: Dashboard): ReadonlySet<string> {
  const resources = dashboard.tiltfiles.flatMap((one) =>
    one.sections.flatMap((section) => section.resources),
  );
  return new Set([
    ...(dashboard.tilt.regenerate === undefined ? [] : [regenerateResource]),
    ...resources.flatMap(namesFor),
  ]);
}

function namesFor(resource: Resource): string[] {
  if (resource.kind !== "release" && resource.kind !== "manifests") return [];
  const suspension = resource.owner === undefined ? [] : [suspensionName(resource.owner)];
  if (resource.kind === "manifests")
    return [...suspension, ...(resource.isolate === undefined ? [] : [namespaceResource(resource.isolate)])];
  const { chart } = resource;
  return [...suspension, ...(chart.kind === "repository" ? [repositoryResource(chart.repository.name)] : [])];
}
