import { posix, relative, resolve, sep } from "node:path";
import type { Dashboard } from "../dashboard/model.ts";
import type { Files } from "../io/files.ts";
import { nodeFiles } from "../io/node-files.ts";
import { build } from "../reality/flux/kustomize/build.ts";
import { readKustomization } from "../reality/flux/kustomize/kustomization.ts";
import { joinPath } from "../reality/flux/paths.ts";
import { createTree } from "../reality/flux/tree.ts";
import type { Reality } from "../reality/model.ts";
import { resolveRepository, type RootChoice } from "../reality/resolve.ts";
import { resourcesOf } from "../rules/parts.ts";
import type { RenderedFolder, World } from "../rules/rule.ts";
import { repositoryTop } from "./find-root.ts";

/** What the files of the repository say to the rules. */
export type Repository = Required<Pick<World, "folder" | "rendered">> & { readonly reality: Reality };

/**
 * Follows Flux through the repository that holds the inventory. `top` is the repository's top as an
 * absolute path. Unless told it is the inventory's folder, or the top of the git repository where only
 * that leads to `cluster.flux.path`, or to a root at all.
 */
export async function readRepository(files: Files, dashboard: Dashboard, top?: string): Promise<Repository> {
  const { root, path } = dashboard.cluster.flux;
  const seen = await findReality(files, { root: `${root}/${root}`, path }, top);
  return { ...seen, rendered: await renderAll(files, dashboard) };
}

function hasNoRoot({ reality }: Seen): boolean {
  return reality.unresolved.some(({ kind }) => kind === "root");
}

/** Follows Flux from where `choice` says that it begins; `top` as for {@link readRepository}. */
export async function findReality(files: Files, choice: RootChoice, top?: string): Promise<Seen> {
  if (top !== undefined) return await lookAt(files, choice, top);
  const here = await lookAt(files, choice, files.root);
  const gitTop = await repositoryTop(files);
  if (gitTop === undefined || resolve(gitTop) === resolve(files.root) || !hasNoRoot(here)) return here;
  const above = await lookAt(files, choice, gitTop);
  return hasNoRoot(above) ? here : above;
}

/** What Flux applies, and where the inventory stands in it. */
export type Seen = Pick<Repository, "reality" | "folder">;

async function lookAt(files: Files, choice: RootChoice, top: string): Promise<Seen> {
  const view = resolve(top) === resolve(files.root) ? files : nodeFiles(top);
  const reality = await resolveRepository(view, choice);
  return { reality, folder: relative(view.root, files.root).split(sep).join("/") };
}

/** Renders every folder that a set of manifests names; paths are relative to the inventory's folder. */
async function renderAll(
  files: Files,
  dashboard: Dashboard,
): Promise<(path: string) => RenderedFolder | undefined> {
  const rendered = new Map<string, RenderedFolder>();
  const top = (await repositoryTop(files)) ?? files.root;
  const view = nodeFiles(top);
  // What Flux leaves out of its source says nothing to `kubectl kustomize`.
  const read = (path: string): Promise<Uint8Array | undefined> =>
    posix.basename(path) === ".sourceignore" ? Promise.resolve(undefined) : view.read(path);
  const tree = createTree({ read, list: (path) => view.list(path), kind: (path) => view.kind(path) });
  const folder = relative(top, files.root).split(sep).join("/");
  for (const resource of resourcesOf(dashboard)) {
    if (resource.kind !== "manifests" || resource.kustomize === undefined) continue;
    const path = resource.kustomize;
    if (rendered.has(path) || (await files.kind(path)) === undefined) continue;
    const kustomization = await readKustomization(tree, joinPath("", posix.join(folder, path)));
    if (kustomization === undefined)
      rendered.set(path, { hasKustomization: false, objects: 0, broken: undefined, isPartial: false });
    else {
      const { resources, notes } = await build(tree, kustomization);
      rendered.set(path, {
        hasKustomization: true,
        objects: resources.length,
        broken: notes.find(({ kind }) => kind === "broken")?.message.replaceAll(`\`${folder}/`, "`"),
        isPartial: notes.some(({ kind }) => kind !== "broken"),
      });
    }
  }
  return (path) => rendered.get(path);
}
