import { relative, resolve, sep } from "node:path";
import type { Dashboard } from "../dashboard/model.ts";
import type { Files } from "../io/files.ts";
import { nodeFiles } from "../io/node-files.ts";
import type { Reality } from "../reality/model.ts";
import { resolveRepository, type RootChoice } from "../reality/resolve.ts";
import type { World } from "../rules/rule.ts";
import { repositoryTop } from "./find-root.ts";
import { renderSets } from "./rendered-sets.ts";
import { withinRepository } from "./repository-view.ts";

/** What the files of the repository say to the rules. */
export type Repository = Required<Pick<World, "folder" | "rendered">> & { readonly reality: Reality };

/** What Flux makes of the repository that holds the inventory. */
export interface RepositoryGraph {
  readonly reality: Reality;
  /** The inventory's folder, from the repository's top. */
  readonly folder: string;
  /** The repository's top, absolute. */
  readonly top: string;
}

/**
 * Follows Flux through the repository that holds the inventory. `top` is the repository's top as an
 * absolute path. Unless told it is the inventory's folder, or the top of the git repository where only
 * that leads to `cluster.flux.path`, or to a root at all.
 */
export async function readGraph(files: Files, dashboard: Dashboard, top?: string): Promise<RepositoryGraph> {
  const { root, path } = dashboard.cluster.flux;
  return await findReality(files, { root: `${root}/${root}`, path }, top);
}

/** As {@link readGraph}, for the rules: with what the named kustomizations render to. */
export async function readRepository(files: Files, dashboard: Dashboard, top?: string): Promise<Repository> {
  const { reality, folder } = await readGraph(files, dashboard, top);
  return { reality, folder, rendered: await renderSets(files, dashboard) };
}

/** Follows Flux from where `choice` says that it begins; `top` as for {@link readGraph}. */
export async function findReality(files: Files, choice: RootChoice, top?: string): Promise<RepositoryGraph> {
  if (top !== undefined) return await readAt(files, choice, top);
  const here = await readAt(files, choice, files.root);
  const gitTop = await repositoryTop(files);
  if (gitTop === undefined || resolve(gitTop) === resolve(files.root) || !hasNoRoot(here)) return here;
  const above = await readAt(files, choice, gitTop);
  return hasNoRoot(above) ? here : above;
}

function hasNoRoot({ reality }: RepositoryGraph): boolean {
  return reality.unresolved.some(({ kind }) => kind === "root");
}

async function readAt(files: Files, choice: RootChoice, top: string): Promise<RepositoryGraph> {
  const view = resolve(top) === resolve(files.root) ? files : nodeFiles(top);
  const reality = await resolveRepository(withinRepository(view), choice);
  const folder = relative(view.root, files.root).split(sep).join("/");
  return { reality, folder, top };
}
