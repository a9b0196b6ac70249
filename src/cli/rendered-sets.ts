import { posix } from "node:path";
import type { Dashboard, ManifestSet } from "../dashboard/model.ts";
import type { Files } from "../io/files.ts";
import { wayFrom } from "../io/paths.ts";
import { build } from "../reality/flux/kustomize/build.ts";
import { readKustomization } from "../reality/flux/kustomize/kustomization.ts";
import { objectsOf } from "../reality/flux/parse.ts";
import { joinPath } from "../reality/flux/paths.ts";
import { createTree, type Tree } from "../reality/flux/tree.ts";
import { resourcesOf } from "../rules/parts.ts";
import type { RenderedSet } from "../rules/rule.ts";
import { repositoryTop } from "./find-root.ts";
import { withinRepository } from "./repository-view.ts";

/** Renders every set of manifests whose files are there; each folder once. */
export async function renderSets(
  files: Files,
  dashboard: Dashboard,
): Promise<(set: ManifestSet) => RenderedSet | undefined> {
  const render = await setRenderer(files);
  const rendered = new Map<string, RenderedSet>();
  for (const resource of resourcesOf(dashboard)) {
    if (resource.kind !== "manifests" || rendered.has(keyOf(resource))) continue;
    const paths = resource.kustomize === undefined ? resource.files : [resource.kustomize];
    const found = await Promise.all(paths.map((path) => files.kind(path)));
    if (found.includes(undefined)) continue;
    rendered.set(keyOf(resource), await render(resource));
  }
  return (set) => rendered.get(keyOf(set));
}

/** Renders a set whose files are there, relative to the root of `files`. */
export async function setRenderer(
  files: Files,
): Promise<(set: Pick<ManifestSet, "kustomize" | "files">) => Promise<RenderedSet>> {
  const top = (await repositoryTop(files)) ?? files.root;
  const view = withinRepository(files.rooted(top));
  // What Flux leaves out of its source says nothing to `kubectl kustomize`.
  const read = (path: string): Promise<Uint8Array | undefined> =>
    posix.basename(path) === ".sourceignore" ? Promise.resolve(undefined) : view.read(path);
  const tree = createTree({ ...view, read });
  const folder = wayFrom(top, files.root);
  return async ({ kustomize, files: paths }) =>
    kustomize === undefined
      ? await readFiles(tree, folder, paths)
      : await renderFolder(tree, folder, kustomize);
}

function keyOf({ kustomize, files }: Pick<ManifestSet, "kustomize" | "files">): string {
  return JSON.stringify([kustomize, files]);
}

async function renderFolder(tree: Tree, folder: string, path: string): Promise<RenderedSet> {
  const kustomization = await readKustomization(tree, joinPath("", posix.join(folder, path)));
  if (kustomization === undefined)
    return { hasKustomization: false, objects: [], broken: undefined, isPartial: false };
  const { resources, notes } = await build(tree, kustomization);
  return {
    hasKustomization: true,
    objects: resources.map(({ object }) => object),
    broken: notes.find(({ kind }) => kind === "broken")?.message.replaceAll(`\`${folder}/`, "`"),
    isPartial: notes.some(({ kind }) => kind !== "broken"),
  };
}

async function readFiles(tree: Tree, folder: string, paths: readonly string[]): Promise<RenderedSet> {
  const read = await Promise.all(
    paths.map(async (path) => ({ path, yaml: await tree.yaml(joinPath("", posix.join(folder, path))) })),
  );
  const broken = read.find(({ yaml }) => yaml === undefined || yaml.problem !== undefined);
  return {
    hasKustomization: true,
    objects: read.flatMap(({ yaml }) => objectsOf(yaml?.documents ?? [])).map(({ object }) => object),
    broken: broken === undefined ? undefined : `\`${broken.path}\`: ${broken.yaml?.problem ?? "no YAML"}`,
    isPartial: broken !== undefined,
  };
}
