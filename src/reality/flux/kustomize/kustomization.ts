import { isMapping, listAt, stringsAt, textAt } from "../../value.ts";
import type { Mapping, Value } from "../../value.ts";
import { joinPath } from "../paths.ts";
import type { Tree } from "../tree.ts";

/** The names that kustomize looks for. */
export const fileNames = ["kustomization.yaml", "kustomization.yml", "Kustomization"] as const;

/** A kustomization file, its old fields moved to where they are now. */
export interface KustomizationFile {
  /** Path of the file; of the folder when Flux would make the file. */
  readonly file: string;
  readonly folder: string;
  readonly data: Mapping;
  readonly problem?: string | undefined;
}

/** The kustomization file of a folder, or undefined when it has none. */
export async function readKustomization(tree: Tree, folder: string): Promise<KustomizationFile | undefined> {
  for (const name of fileNames) {
    const file = joinPath(folder, name);
    const yaml = await tree.yaml(file);
    if (yaml === undefined) continue;
    const data = yaml.documents[0]?.value;
    return isMapping(data)
      ? { file, folder, data: modern(data), problem: yaml.problem }
      : { file, folder, data: {}, problem: yaml.problem ?? "it holds no kustomization" };
  }
  return undefined;
}

/** `bases` are resources, `imageTags` images. */
function modern(data: Mapping): Mapping {
  const joined = (now: string, before: string): Value[] => [...listAt(data, now), ...listAt(data, before)];
  return { ...data, resources: joined("resources", "bases"), images: joined("images", "imageTags") };
}

/** True for a kustomization that is a component. */
export function isComponent(data: Mapping): boolean {
  return textAt(data, "kind") === "Component";
}

/** Fields that this resolver does not follow, with what each could do; empty ones are fine. */
const unsupported: Readonly<Record<string, string>> = {
  helmCharts: "renders Helm charts",
  helmChartInflationGenerator: "renders Helm charts",
  generators: "runs generators",
  transformers: "runs transformers",
  vars: "replaces variables",
  crds: "takes name references from CRDs",
  openapi: "brings merge keys of its own",
};

/** What is in a kustomization that this resolver leaves out, such as plugins. */
export function unsupportedFields(
  data: Mapping,
): readonly { readonly field: string; readonly does: string }[] {
  return Object.entries(unsupported)
    .filter(([field]) => {
      const value = data[field];
      return Array.isArray(value) ? value.length > 0 : isMapping(value) && Object.keys(value).length > 0;
    })
    .map(([field, does]) => ({ field, does }));
}

/** The paths of a list of a kustomization, as written. */
export function pathsOf(
  data: Mapping,
  field: "resources" | "components" | "configurations",
): readonly string[] {
  return stringsAt(data, field);
}
