import { resolve } from "node:path";
import type { Dashboard } from "../dashboard/model.ts";
import type { Files } from "../io/files.ts";
import { wayFrom } from "../io/paths.ts";
import type { Reality } from "../reality/model.ts";
import { findKustomization } from "../reality/query.ts";
import { resolveRepository, type RootChoice } from "../reality/resolve.ts";
import type { RepositoryView } from "../reality/view.ts";
import type { World } from "../rules/rule.ts";
import { repositoryTop } from "./find-root.ts";
import { generatedView } from "./generated-view.ts";
import { renderSets } from "./rendered-sets.ts";
import { withinRepository } from "./repository-view.ts";

/** What the files of the repository say to the rules. */
export type Repository = Required<Pick<World, "folder" | "rendered">> & { readonly reality: Reality };

type ParseYaml = NonNullable<RepositoryView["parseYaml"]>;

/** How a repository is read. */
export interface RepositoryOptions {
  /**
   * Its top, absolute. Unless told it is the inventory's folder, or the top of the git repository where only
   * that leads to `cluster.flux.path`, or to a root at all whose own path is there.
   */
  readonly top?: string | undefined;
  /** Makes of what reads a YAML text what reads it in its place, as that does. */
  readonly keeping?: ((parse: ParseYaml) => ParseYaml) | undefined;
}

/** What Flux makes of the repository that holds the inventory. */
export interface RepositoryGraph {
  readonly reality: Reality;
  /** The inventory's folder, from the repository's top. */
  readonly folder: string;
  /** The repository's top, absolute. */
  readonly top: string;
}

/** Follows Flux through the repository that holds the inventory, as it is once `generate` has run. */
export async function readGraph(
  files: Files,
  dashboard: Dashboard,
  options: RepositoryOptions = {},
): Promise<RepositoryGraph> {
  const { root, path } = dashboard.cluster.flux;
  return await findReality(files, { root: `${root}/${root}`, path }, options, dashboard);
}

/** As {@link readGraph}, for the rules: with what the named kustomizations render to. */
export async function readRepository(
  files: Files,
  dashboard: Dashboard,
  options?: RepositoryOptions,
): Promise<Repository> {
  const { reality, folder } = await readGraph(files, dashboard, options);
  return { reality, folder, rendered: await renderSets(files, dashboard) };
}

/** Follows Flux from where `choice` says that it begins. Without a dashboard there is nothing that `generate` would write. */
export async function findReality(
  files: Files,
  choice: RootChoice,
  options: RepositoryOptions = {},
  dashboard?: Dashboard,
): Promise<RepositoryGraph> {
  const readAt = (top: string): Promise<RepositoryGraph> =>
    readBelow(files, choice, { ...options, top }, dashboard);
  if (options.top !== undefined) return await readAt(options.top);
  const here = await readAt(files.root);
  const gitTop = await repositoryTop(files);
  if (gitTop === undefined || resolve(gitTop) === resolve(files.root) || hasRoot(here)) return here;
  const above = await readAt(gitTop);
  return hasRoot(above) ? above : here;
}

/** False also where the root says that it builds a folder which is not below this top: it counts from another one. */
function hasRoot({ reality }: RepositoryGraph): boolean {
  const { root } = reality;
  if (root === undefined || reality.unresolved.some(({ kind }) => kind === "root")) return false;
  return findKustomization(reality, root)?.state !== "missing";
}

async function readBelow(
  files: Files,
  choice: RootChoice,
  { top, keeping }: RepositoryOptions & { readonly top: string },
  dashboard: Dashboard | undefined,
): Promise<RepositoryGraph> {
  const there = resolve(top) === resolve(files.root) ? files : files.rooted(top);
  const folder = wayFrom(there.root, files.root);
  const found = withinRepository(there);
  const inside = { ...found, parseYaml: keeping?.(found.parseYaml) ?? found.parseYaml };
  const view = dashboard === undefined ? inside : generatedView(inside, folder, dashboard);
  const reality = await resolveRepository(view, choice);
  return { reality, folder, top };
}
