import type { FluxObject } from "../actions/action.ts";
import { parseNamespacedName } from "../grammar/kubernetes.ts";
import { at, type Origin } from "../source/origin.ts";
import type { Applied } from "./applied.ts";
import { resolvePath, type Scope } from "./scope.ts";

interface Written {
  readonly path: string;
  readonly fluxFile: string;
  readonly flux: string;
  readonly source?: { readonly kind: string; readonly name: string } | undefined;
  readonly dependsOn: readonly string[];
}

/** What the keys of manifests that Flux applies mean. */
export function resolveApplied(scope: Scope, written: Written, origin: Origin): Applied {
  const { fluxNamespace } = scope.resolution;
  const kustomization = (name: string): FluxObject => ({
    kind: "kustomization",
    ...parseNamespacedName(name, fluxNamespace),
  });
  return {
    path: resolvePath(scope, written.path, at(origin, "path")),
    fluxFile: resolvePath(scope, written.fluxFile, at(origin, "fluxFile")),
    kustomization: kustomization(written.flux),
    source: {
      kind: written.source?.kind ?? "GitRepository",
      ...parseNamespacedName(written.source?.name ?? fluxNamespace, fluxNamespace),
    },
    dependsOn: written.dependsOn.map(kustomization),
  };
}
