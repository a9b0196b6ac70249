import { isMapping, listAt, mappingAt, stringAt, stringsAt, textAt } from "../value.ts";
import type { Mapping, Value } from "../value.ts";
import { readKustomization } from "./kustomize/kustomization.ts";
import type { KustomizationFile } from "./kustomize/kustomization.ts";
import { patchText } from "./kustomize/patches.ts";
import { baseName, joinPath } from "./paths.ts";
import type { Tree } from "./tree.ts";

/**
 * The kustomization that Flux builds for a Kustomization object: the one in the folder, or one made of
 * all its manifests, with what `spec` adds (fluxcd/pkg kustomize_generator.go).
 */
export async function prepare(tree: Tree, folder: string, spec: Mapping): Promise<KustomizationFile> {
  const found = (await readKustomization(tree, folder)) ?? {
    file: folder,
    folder,
    data: { resources: await manifests(tree, folder, "") },
  };
  const data = overlaid(found.data, spec);
  if (spec["ignoreMissingComponents"] !== true) return { ...found, data };
  const written = listAt(found.data, "components");
  const components: Value[] = [...written];
  for (const path of stringsAt(spec, "components"))
    if (await tree.isFolder(joinPath(folder, path))) components.push(path);
  return { ...found, data: { ...data, components } };
}

/** All manifests of a folder, by name; a folder with a kustomization of its own stands for itself. */
async function manifests(tree: Tree, top: string, below: string): Promise<string[]> {
  const found: string[] = [];
  for (const name of await tree.list(joinPath(top, below))) {
    const path = joinPath(below, name);
    const full = joinPath(top, path);
    if (name === ".git") continue;
    if (await tree.isFolder(full)) {
      if ((await readKustomization(tree, full)) === undefined)
        found.push(...(await manifests(tree, top, path)));
      else found.push(path);
    } else if (/\.ya?ml$/.test(baseName(name)) && (await tree.isFile(full))) found.push(path);
  }
  return found;
}

function overlaid(data: Mapping, spec: Mapping): Mapping {
  const result: Mapping = { ...data };
  const replace = (field: string, to: string): void => {
    const value = stringAt(spec, field);
    if (value !== undefined && value !== "") result[to] = value;
  };
  replace("targetNamespace", "namespace");
  replace("namePrefix", "namePrefix");
  replace("nameSuffix", "nameSuffix");
  const append = (field: string, more: readonly Value[]): void => {
    if (more.length > 0) result[field] = [...listAt(data, field), ...more];
  };
  append("patches", listAt(spec, "patches").map(patchEntry));
  append("components", stringsAt(spec, "components").slice());
  append("patchesStrategicMerge", listAt(spec, "patchesStrategicMerge"));
  append("patchesJson6902", listAt(spec, "patchesJson6902").map(patchEntry));
  const buildMetadata = listAt(spec, "buildMetadata");
  if (buildMetadata.length > 0) result["buildMetadata"] = [...buildMetadata];
  result["images"] = mergedImages(listAt(data, "images"), listAt(spec, "images"));
  return result;
}

function patchEntry(written: Value): Value {
  const target = mappingAt(written, "target");
  const patch = patchText(isMapping(written) ? written["patch"] : undefined);
  return target === undefined ? { patch } : { patch, target };
}

/** An image that both name takes the tag and digest of the Flux object, where it has one. */
function mergedImages(data: readonly Value[], spec: readonly Value[]): Value[] {
  const images = data.filter(isMapping).map((image) => ({ ...image }));
  for (const image of spec.filter(isMapping)) {
    const known = images.find((one) => textAt(one, "name") === textAt(image, "name"));
    if (known === undefined) {
      images.push(image);
      continue;
    }
    if ("newName" in image) known["newName"] = image["newName"] ?? "";
    if ("newTag" in image || "digest" in image) {
      known["newTag"] = image["newTag"] ?? "";
      known["digest"] = image["digest"] ?? "";
    }
  }
  return images;
}
