import { listAt, stringAt, textAt } from "../value.ts";
import type { Mapping } from "../value.ts";
import type { Root } from "../model.ts";
import { nameOf, namespaceOf } from "./kustomize/resource.ts";
import { joinPath } from "./paths.ts";
import type { Tree } from "./tree.ts";

/** The source objects that have been rendered so far, by `Kind namespace/name`. */
export type Sources = Map<string, Mapping>;

/** Remembers an object if it is a source of Flux, or makes one. */
export function rememberSource(sources: Sources, object: Mapping): void {
  const group = stringAt(object, "apiVersion") ?? "";
  if (!/^source\.(toolkit|extensions)\.fluxcd\.io\//.test(group)) return;
  const namespace = namespaceOf(object);
  sources.set(`${stringAt(object, "kind") ?? ""} ${namespace}/${nameOf(object)}`, object);
  if (stringAt(object, "kind") !== "ArtifactGenerator") return;
  for (const artifact of listAt(object, "spec", "artifacts")) {
    sources.set(`ExternalArtifact ${namespace}/${textAt(artifact, "name") ?? ""}`, {
      copies: [...listAt(artifact, "copy")],
    });
  }
}

/** The source that a Kustomization names, as `Kind namespace/name`. */
export function sourceOf(spec: Mapping | undefined, namespace: string): string {
  const kind = textAt(spec, "sourceRef", "kind") ?? "GitRepository";
  const name = textAt(spec, "sourceRef", "name") ?? "flux-system";
  return `${kind} ${textAt(spec, "sourceRef", "namespace") ?? namespace}/${name}`;
}

/** Where a Kustomization's folder is. */
export type Located =
  | { readonly state: "here"; readonly folder: string; readonly certain: boolean }
  | { readonly state: "missing"; readonly folder: string }
  | { readonly state: "external" };

/** Git addresses that lead to the same place: `ssh://git@host/a/b.git` and `https://host/a/b`. */
function address(url: string): string {
  const path = url
    .toLowerCase()
    .replace(/^[a-z+]+:\/\//, "")
    .replace(/^[^@/]*@/, "")
    .replace(/^([^/:]+):(\d+\/)?/, "$1/");
  let end = path.length;
  while (path[end - 1] === "/") end--;
  return path.slice(0, end).replace(/\.git$/, "");
}

/**
 * Finds the folder that a Kustomization builds; `origin` is the root's source, as `Kind namespace/name`. Its source is this repository when it is the root's, or
 * has its address; an artifact made of this repository is followed through its copy rules. A source that
 * cannot be told is taken for this repository when the folder exists, which is then not certain.
 */
export async function locate(
  tree: Tree,
  root: Root,
  origin: string,
  sources: Sources,
  spec: Mapping,
  namespace: string,
): Promise<Located> {
  const kind = textAt(spec, "sourceRef", "kind") ?? "GitRepository";
  const name = textAt(spec, "sourceRef", "name") ?? "flux-system";
  const from = textAt(spec, "sourceRef", "namespace") ?? namespace;
  const path = joinPath("", textAt(spec, "path") ?? "");
  const folder = joinPath(root.base, path);
  const there = async (one: string): Promise<boolean> =>
    (await tree.isFolder(one)) && !(await tree.isFile(one));

  if (kind === "ExternalArtifact") {
    for (const option of copied(sources.get(`${kind} ${from}/${name}`), path)) {
      const candidate = joinPath(root.base, option);
      if (await there(candidate)) return { state: "here", folder: candidate, certain: true };
    }
    return (await there(folder)) && path !== ""
      ? { state: "here", folder, certain: false }
      : { state: "external" };
  }
  const isOwn = isOwnSource(root, origin, sources, `${kind} ${from}/${name}`);
  if (isOwn === true)
    return (await there(folder)) ? { state: "here", folder, certain: true } : { state: "missing", folder };
  if (isOwn === false) return { state: "external" };
  return (await there(folder)) && path !== ""
    ? { state: "here", folder, certain: false }
    : { state: "external" };
}

/**
 * Whether a source, as `Kind namespace/name`, is this repository: the root's own, or one with its address.
 * Undefined where an address is not known.
 */
export function isOwnSource(root: Root, origin: string, sources: Sources, key: string): boolean | undefined {
  if (key.slice(key.indexOf(" ") + 1) === origin.slice(origin.indexOf(" ") + 1)) return true;
  const rootUrl = root.url ?? textAt(sources.get(origin), "spec", "url");
  const url = textAt(sources.get(key), "spec", "url");
  if (url === undefined || rootUrl === undefined) return undefined;
  return address(url) === address(rootUrl);
}

/** Where in this repository a path of an artifact may come from, by the rules that copy into it. */
function copied(source: Mapping | undefined, path: string): string[] {
  return listAt(source, "copies").flatMap((rule) => {
    const from = (textAt(rule, "from") ?? "").replace(/^@[^/]*\/?/, "");
    const to = joinPath("", (textAt(rule, "to") ?? "").replace(/^@[^/]*\/?/, ""));
    if (to !== "" && path !== to && !path.startsWith(`${to}/`)) return [];
    const below = to === "" ? path : path.slice(to.length);
    const glob = from.search(/\/?\*/);
    const folder = glob < 0 ? from : from.slice(0, glob);
    // A folder copied without a glob is put into the target under its own name.
    const parent = folder.includes("/") ? folder.slice(0, folder.lastIndexOf("/")) : "";
    return glob < 0 ? [joinPath(parent, below), joinPath(folder, below)] : [joinPath(folder, below)];
  });
}
