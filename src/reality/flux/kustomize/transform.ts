import { isMapping, listAt, textAt } from "../../value.ts";
import type { Value } from "../../value.ts";
import { decodeText } from "../parse.ts";
import { joinPath } from "../paths.ts";
import type { Tree } from "../tree.ts";
import { BuildError } from "./build-error.ts";
import type { TransformerConfig } from "./config.ts";
import { imageRuns, setImages } from "./images.ts";
import type { KustomizationFile } from "./kustomization.ts";
import { addAnnotations, addLabels } from "./marks.ts";
import { addAffix, moveTo } from "./names.ts";
import { applyPatch, patchText } from "./patches.ts";
import type { Patch } from "./patches.ts";
import { applyReplacement } from "./replacements.ts";
import { setReplicas } from "./replicas.ts";
import type { Resource } from "./resource.ts";
import type { Spend } from "./room.ts";

interface State {
  resources: Resource[];
  readonly config: TransformerConfig;
}

/** Does one step of a build, and takes its failure: at what was written of it, where that is one value. */
export type Step = (work: (spend: Spend) => Promise<void> | void, written?: string) => Promise<void>;

/**
 * Does what a kustomization does to its resources, in kustomize's order: patches, namespace, prefix and
 * suffix, labels, annotations, old JSON patches, replicas, images, replacements. Each goes through
 * `step`, which takes its failure.
 */
export async function transform(
  tree: Tree,
  kustomization: KustomizationFile,
  state: State,
  step: Step,
): Promise<void> {
  const { config } = state;
  const { data, folder } = kustomization;
  const patch = async (load: (spend: Spend) => Promise<Patch>): Promise<void> =>
    step(async (spend) => {
      state.resources = applyPatch(tree, state.resources, await load(spend), spend);
    });
  for (const written of listAt(data, "patchesStrategicMerge")) {
    await patch((spend) => loadMerge(tree, kustomization, written, spend));
  }
  for (const written of listAt(data, "patches"))
    await patch((spend) => loadPatch(tree, kustomization, written, spend));

  const namespace = textAt(data, "namespace") ?? "";
  if (namespace !== "") {
    await step((spend) => {
      moveTo(state.resources, namespace, config, spend);
    });
  }
  const prefix = textAt(data, "namePrefix") ?? "";
  const suffix = textAt(data, "nameSuffix") ?? "";
  await step((spend) => {
    if (prefix !== "") addAffix(state.resources, { prefix }, config.namePrefix, spend);
    if (suffix !== "") addAffix(state.resources, { suffix }, config.nameSuffix, spend);
  });
  await step((spend) => {
    addLabels(state.resources, data, config, spend);
  });
  await step((spend) => {
    addAnnotations(state.resources, data, config, spend);
  });
  for (const written of listAt(data, "patchesJson6902"))
    await patch((spend) => loadPatch(tree, kustomization, written, spend));
  for (const written of listAt(data, "replicas")) {
    await step((spend) => {
      setReplicas(state.resources, written, config.replicas, spend);
    });
  }
  for (const run of imageRuns(listAt(data, "images"))) {
    await step((spend) => {
      setImages(state.resources, run, config.images, spend);
    });
  }
  for (const written of listAt(data, "replacements")) {
    for (const one of await loadReplacements(tree, folder, written, step)) {
      await step((spend) => {
        applyReplacement(state.resources, one, spend);
      });
    }
  }
}

async function loadText(tree: Tree, path: string, spend: Spend): Promise<string> {
  const bytes = await tree.bytes(path);
  if (bytes === undefined) throw new BuildError(`the patch \`${path}\` is missing`);
  spend(bytes.length / 1024);
  return decodeText(bytes);
}

/** An entry of `patchesStrategicMerge`: a path, or the patch itself. */
async function loadMerge(
  tree: Tree,
  { file, folder }: KustomizationFile,
  written: Value,
  spend: Spend,
): Promise<Patch> {
  if (typeof written !== "string") return { text: patchText(written), file };
  if (written.includes("\n")) return { text: written, file };
  const path = joinPath(folder, written);
  return { text: await loadText(tree, path, spend), file: path };
}

async function loadPatch(
  tree: Tree,
  kustomization: KustomizationFile,
  written: Value,
  spend: Spend,
): Promise<Patch> {
  const entry = isMapping(written) ? written : {};
  const path = textAt(written, "path");
  const file = path === undefined ? kustomization.file : joinPath(kustomization.folder, path);
  const text = path === undefined ? patchText(entry["patch"]).trim() : await loadText(tree, file, spend);
  if (text.trim() === "") throw new BuildError("a patch is empty");
  return { text, file, target: entry["target"], options: entry["options"] };
}

/** An entry of `replacements`: one, or a file with one or a list. */
async function loadReplacements(
  tree: Tree,
  folder: string,
  written: Value,
  step: Step,
): Promise<readonly Value[]> {
  const path = textAt(written, "path");
  if (path === undefined) return [written];
  let found: readonly Value[] = [];
  await step(async () => {
    const yaml = await tree.yaml(joinPath(folder, path));
    if (yaml === undefined)
      throw new BuildError(`the replacements \`${joinPath(folder, path)}\` are missing`);
    found = yaml.documents.flatMap(({ value }) => (Array.isArray(value) ? value : [value]));
  });
  return found;
}
