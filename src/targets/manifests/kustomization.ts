import { posix } from "node:path";
import type { FluxObject } from "../../actions/action.ts";
import type { Cluster } from "../../dashboard/model.ts";
import type { KubeObject } from "./object.ts";

/** kustomize's own file of a folder. */
export function kustomizationOf(resources: readonly string[]): object {
  return { apiVersion: "kustomize.config.k8s.io/v1beta1", kind: "Kustomization", resources };
}

interface Applied {
  readonly kustomization: FluxObject;
  /** From the inventory's folder. */
  readonly path: string;
  readonly source: { readonly kind: string; readonly namespace: string; readonly name: string };
  readonly dependsOn: readonly FluxObject[];
}

/**
 * The Flux object that applies a folder (kustomize.toolkit.fluxcd.io/v1). It does not lie in that folder:
 * nobody would apply it.
 */
export function fluxKustomization(
  { flux }: Cluster,
  { kustomization, path, source, dependsOn }: Applied,
): KubeObject {
  const reference = ({ namespace, name }: { readonly namespace: string; readonly name: string }): object =>
    namespace === kustomization.namespace ? { name } : { name, namespace };
  return {
    apiVersion: "kustomize.toolkit.fluxcd.io/v1",
    kind: "Kustomization",
    metadata: { name: kustomization.name, namespace: kustomization.namespace },
    spec: {
      interval: "30m",
      retryInterval: "2m",
      timeout: "10m",
      path: `./${posix.join(flux.folder, path)}`,
      prune: true,
      wait: true,
      sourceRef: { kind: source.kind, ...reference(source) },
      dependsOn: dependsOn.length === 0 ? undefined : dependsOn.map(reference),
    },
  };
}
