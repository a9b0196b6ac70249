import * as z from "zod";
import { namespacedName } from "../../grammar/kubernetes.ts";
import { path } from "../../grammar/names.ts";

const source = z
  .strictObject({
    kind: z
      .enum(["GitRepository", "OCIRepository", "Bucket"])
      .default("GitRepository")
      .meta({ description: "Kind of the source.", examples: ["OCIRepository"] }),
    name: namespacedName.meta({ description: "Name of the source.", examples: ["flux-system"] }),
  })
  .optional()
  .meta({
    description: "Where Flux has this repository from; the GitRepository of the root unless told.",
    examples: [{ kind: "OCIRepository", name: "flux-system" }],
  });

interface Example {
  readonly path: string;
  readonly fluxFile: string;
  /** Also the name of the Kustomization unless told. */
  readonly flux: string;
}

/** The keys of manifests that are written here and applied by Flux. */
export function appliedKeys(example: Example): {
  path: typeof path;
  fluxFile: typeof path;
  flux: z.ZodDefault<typeof namespacedName>;
  source: typeof source;
  dependsOn: z.ZodDefault<z.ZodArray<typeof namespacedName>>;
} {
  return {
    path: path.meta({ description: "Folder for the manifests.", examples: [example.path] }),
    fluxFile: path.meta({
      description: "File for the Kustomization that applies them, below the cluster's own path.",
      examples: [example.fluxFile],
    }),
    flux: namespacedName
      .default(example.flux)
      .meta({ description: "Name of that Kustomization.", examples: [`flux-system/${example.flux}`] }),
    source,
    dependsOn: z
      .array(namespacedName)
      .default([])
      .meta({ description: "Kustomizations that are applied first.", examples: [["secrets", "monitoring"]] }),
  };
}
