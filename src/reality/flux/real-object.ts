import type { Provenance, RealObject } from "../model.ts";
import type { Rendered } from "./graph.ts";
import { idOf } from "./kustomize/resource.ts";
import { isClusterScoped } from "./kustomize/scope.ts";

/** A rendered object, and where it was written as far as that is known. */
type Placed = Omit<Rendered, "file" | "line"> & Pick<Provenance, "file" | "line">;

/** A rendered object with its names as the cluster has them. */
export function realObject({ object, file, line, owner, chain, certain }: Placed): RealObject {
  const id = idOf(object);
  const namespace = isClusterScoped(id) ? "" : id.namespace === "" ? "default" : id.namespace;
  return {
    kind: id.kind,
    group: id.group,
    namespace,
    name: id.name,
    provenance: { file, line, chain },
    owner,
    confidence: certain ? "exact" : "likely",
    content: object,
  };
}
