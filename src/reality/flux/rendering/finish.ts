import type { ObjectName } from "../../model.ts";
import { textsAt } from "../../value.ts";
import type { Mapping } from "../../value.ts";
import { idOf } from "../kustomize/resource.ts";
import { isClusterScoped } from "../kustomize/scope.ts";
import type { Substitution } from "../variables.ts";
import { encryption, leftOutBecause } from "./left-out.ts";
import { called, staged } from "./manifest.ts";
import type { Manifest } from "./manifest.ts";
import { withMarks } from "./marks-text.ts";
import { postBuild } from "./post-build.ts";
import { RenderError } from "./render-error.ts";

/** What happens to the manifests of a Kustomization after kustomize has built them. */
export interface Finishing {
  readonly name: ObjectName;
  readonly spec: Mapping;
  readonly substitution: Substitution;
  /** Leaves out what SOPS encrypted, since the cluster has it; refused otherwise. */
  readonly withoutEncrypted: boolean;
}

/** What Flux would apply, and for each object that is left out a sentence that says why. */
export interface Finished {
  readonly manifests: readonly Manifest[];
  readonly notes: readonly string[];
}

/** Groups whose namespaced kinds are all known. */
const knownGroups = new Set(["", "apps", "batch", "autoscaling", "policy", "networking.k8s.io"]);

/**
 * Does to built manifests what kustomize-controller does: `spec.postBuild`, the labels of their owner,
 * `spec.commonMetadata`, the order. Throws RenderError for what cannot be known here, and for what Flux
 * refuses.
 */
export function finish(built: readonly Manifest[], { name, spec, ...how }: Finishing): Finished {
  const notes: string[] = [];
  const readable = built.filter((manifest) => {
    const encrypted = encryption(manifest.object, manifest.text);
    if (encrypted === undefined) return true;
    if (encrypted === "part")
      throw new RenderError(`${called(manifest)} is made of an encrypted file, which only Flux can read`);
    if (!how.withoutEncrypted)
      throw new RenderError(`${called(manifest)} is encrypted, and only Flux can read it`);
    notes.push(`${called(manifest)} is left out: it is encrypted, and stays as it is in the cluster`);
    return false;
  });
  const labels = {
    "kustomize.toolkit.fluxcd.io/name": name.name,
    "kustomize.toolkit.fluxcd.io/namespace": name.namespace,
    ...textsAt(spec, "commonMetadata", "labels"),
  };
  const manifests = postBuild(readable, how.substitution)
    .map((manifest) => withMarks(manifest, "labels", labels))
    .map((manifest) => withMarks(manifest, "annotations", textsAt(spec, "commonMetadata", "annotations")))
    .filter((manifest) => {
      const reason = leftOutBecause(manifest.object);
      if (reason !== undefined) notes.push(`${called(manifest)} is left out: ${reason}`);
      return reason === undefined;
    });
  for (const manifest of manifests) refuseNowhere(manifest);
  return { manifests: staged(manifests), notes };
}

/** kubectl would put it into whatever namespace the kubeconfig names. */
function refuseNowhere(manifest: Manifest): void {
  const id = idOf(manifest.object);
  if (id.namespace === "" && knownGroups.has(id.group) && !isClusterScoped(id))
    throw new RenderError(`Flux refuses ${called(manifest)}, which has no namespace`);
}
