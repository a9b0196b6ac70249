import { isMapping, listAt, textAt } from "../../value.ts";
import type { Value } from "../../value.ts";
import { decodeText } from "../parse.ts";
import { joinPath } from "../paths.ts";
import type { Tree } from "../tree.ts";
import { BuildError } from "./build-error.ts";
import type { TransformerConfig } from "./config.ts";
import { setImage } from "./images.ts";
import type { KustomizationFile } from "./kustomization.ts";
import { addAnnotations, addLabels } from "./marks.ts";
import { addAffix, moveTo } from "./names.ts";
import { applyPatch, patchText } from "./patches.ts";
import type { Patch } from "./patches.ts";
import { applyReplacement } from "./replacements.ts";
import { setReplicas } from "./replicas.ts";
import type { Resource } from "./resource.ts";

interface State {
  resources: readonly Resource[];
  readonly config: TransformerConfig;
}

/** Does one step of a build, and takes its failure. */
export type Step = (work: () => Promise<void> | void) => Promise<void>;

/**
 * Does what a kustomization does to its resources, in kustomize's order: patches, namespace, prefix and
 * suffix, labels, annotations, old JSON patches, replicas, images, replacements. Each goes through
 * `step`, which takes its failure.
 */
export async function transform(
  tree: Tree,
  { data, folder }: KustomizationFile,
  state: State,
  step: Step,
): Promise<void> {
  const { config } = state;
  const patch = async (load: () => Promise<Patch>): Promise<void> =>
    step(async () => {
      state.resources = applyPatch(state.resources, await load());
    });
  for (const written of listAt(data, "patchesStrategicMerge")) {
    await patch(() => loadMerge(tree, folder, written));
  }
  for (const written of listAt(data, "patches")) await patch(() => loadPatch(tree, folder, written));

  const namespace = textAt(data, "namespace") ?? "";
  if (namespace !== "") {
    await step(() => {
      moveTo(state.resources, namespace, config);
    });
  }
  const prefix = textAt(data, "namePrefix") ?? "";
  if (prefix !== "") addAffix(state.resources, { prefix }, config.namePrefix);
  const suffix = textAt(data, "nameSuffix") ?? "";
  if (suffix !== "") addAffix(state.resources, { suffix }, config.nameSuffix);
  await step(() => {
    addLabels(state.resources, data, config);
  });
  await step(() => {
    addAnnotations(state.resources, data, config);
  });
  for (const written of listAt(data, "patchesJson6902")) await patch(() => loadPatch(tree, folder, written));
  for (const written of listAt(data, "replicas")) {
    await step(() => {
      setReplicas(state.resources, written, config.replicas);
    });
  }
  for (const written of listAt(data, "images")) {
    await step(() => {
      setImage(state.resources, written, config.images);
    });
  }
  for (const written of listAt(data, "replacements")) {
    for (const one of await loadReplacements(tree, folder, written, step)) {
      await step(() => {
        applyReplacement(state.resources, one);
      });
    }
  }
}

async function loadText(tree: Tree, path: string): Promise<string> {
  const bytes = await tree.bytes(path);
  if (bytes === undefined) throw new BuildError(`the patch \`${path}\` is missing`);
  return decodeText(bytes);
}

/** An entry of `patchesStrategicMerge`: a path, or the patch itself. */
async function loadMerge(tree: Tree, folder: string, written: Value): Promise<Patch> {
  if (typeof written !== "string") return { text: patchText(written) };
  if (written.includes("\n")) return { text: written };
  return { text: await loadText(tree, joinPath(folder, written)) };
}

async function loadPatch(tree: Tree, folder: string, written: Value): Promise<Patch> {
  const entry = isMapping(written) ? written : {};
  const path = textAt(written, "path");
  const text =
    path === undefined ? patchText(entry["patch"]).trim() : await loadText(tree, joinPath(folder, path));
  if (text.trim() === "") throw new BuildError("a patch is empty");
  return { text, target: entry["target"], options: entry["options"] };
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
