import { assemble } from "./flux/assemble.ts";
import { followGraph } from "./flux/graph.ts";
import type { Graph } from "./flux/graph.ts";
import { joinPath } from "./flux/paths.ts";
import { parseYaml } from "./flux/parse.ts";
import { remembered } from "./flux/remembered.ts";
import { findRoots } from "./flux/roots.ts";
import { createTree } from "./flux/tree.ts";
import { isOwnSource, sourceOf } from "./flux/sources.ts";
import type { FluxKustomization, Reality, Root, Unresolved } from "./model.ts";
import { textAt } from "./value.ts";
import type { RepositoryView } from "./view.ts";

export { findRoots } from "./flux/roots.ts";

/** Where to begin; see `cluster.flux` of the inventory. */
export interface RootChoice {
  /** Name, or `namespace/name`, of the root Kustomization; `flux-system` unless told. */
  readonly root?: string | undefined;
  /** The folder that it builds; found in the repository unless told. */
  readonly path?: string | undefined;
}

/**
 * What Flux would apply of a repository, without network and without a cluster. Only files that the graph
 * reaches are parsed. Without a path the repository's only root is taken; when it has none or several,
 * the answer is empty, with the reason among `unresolved`, so that nothing is called gone.
 */
export async function resolveRepository(
  repository: RepositoryView,
  choice: RootChoice = {},
): Promise<Reality> {
  // Many files of a repository say the same, and a part of them is looked at again.
  const view = { ...repository, parseYaml: remembered(repository.parseYaml ?? parseYaml) };
  const chosen = await chooseRoot(view, choice);
  if (!("path" in chosen)) return nothing(chosen);
  let root = chosen;
  let tree = createTree(view);
  let graph = await followGraph(tree, root);
  const said = await saidOf(view, root, graph);
  if (said !== undefined) {
    root = said;
    graph = await followGraph(tree, root);
  }
  const own = graph.sources.get(graph.origin);
  const ignore = textAt(own, "spec", "ignore");
  if (ignore !== undefined) {
    // The source may leave out files that have been read: once more, without them.
    tree = createTree(view, ignore);
    graph = await followGraph(tree, root);
  }
  return assemble(graph, root, tree.parsed());
}

async function chooseRoot(view: RepositoryView, choice: RootChoice): Promise<Root | Unresolved> {
  const [name, namespace] = (choice.root ?? "flux-system").split("/").reverse();
  const named = { name: name ?? "flux-system", namespace: namespace ?? "flux-system" };
  if (choice.path === undefined) {
    const roots = await findRoots(view);
    const [only, second] = roots;
    if (only === undefined) return unknownRoot("the repository does not say where Flux begins");
    if (second !== undefined) {
      return unknownRoot(
        `the repository holds several clusters: ${roots.map(({ path }) => `\`${path}\``).join(", ")}`,
      );
    }
    return only;
  }
  const path = joinPath("", choice.path);
  if (path === "" || (await view.kind(path)) === "directory") {
    return { ...named, path, base: "", source: undefined, url: undefined, file: undefined, line: undefined };
  }
  const found = (await findRoots(view)).find((root) => root.path.endsWith(`/${path}`));
  return found ?? unknownRoot(`the path of the root, \`${path}\`, is not in the repository`);
}

/**
 * What the repository says of a root of which only the path was told, where that leaves something open: paths
 * that lead nowhere may be those of an artifact that is made of one folder, a source of another name may be the
 * one that a FluxInstance makes, and its address tells whose it is.
 */
async function saidOf(view: RepositoryView, root: Root, graph: Graph): Promise<Root | undefined> {
  const isOpen = ({ state, spec, namespace }: FluxKustomization): boolean =>
    state === "missing" ||
    (state === "built" &&
      textAt(spec, "sourceRef", "kind") !== "ExternalArtifact" &&
      isOwnSource(root, graph.origin, graph.sources, sourceOf(spec, namespace)) === undefined);
  const isAsked = graph.kustomizations.some(isOpen) || wantsAddress(graph);
  if (root.file !== undefined || !isAsked) return undefined;
  return (await findRoots(view)).find(({ path }) => path === root.path);
}

/** True where the repository's own address would tell what is fetched from somebody else. */
function wantsAddress({ unresolved, sources, origin }: Graph): boolean {
  const isFetched = ({ kind, kinds }: Unresolved): boolean =>
    kinds === undefined && (kind === "remote-base" || kind === "external-source");
  return textAt(sources.get(origin), "spec", "url") === undefined && unresolved.some(isFetched);
}

function unknownRoot(message: string): Unresolved {
  return { kind: "root", message, file: undefined, line: undefined, owner: undefined, hides: "anywhere" };
}

function nothing(reason: Unresolved): Reality {
  return {
    source: "repository",
    root: undefined,
    objects: [],
    workloads: [],
    services: [],
    hosts: [],
    data: [],
    kustomizations: [],
    releases: [],
    unresolved: [reason],
    parsedFiles: 0,
  };
}
