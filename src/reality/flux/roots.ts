import { isMapping, mappingAt, stringAt, textAt, valueAt } from "../value.ts";
import type { Mapping } from "../value.ts";
import type { Root } from "../model.ts";
import type { RepositoryView } from "../view.ts";
import { fileNames } from "./kustomize/kustomization.ts";
import { nameOf, namespaceOf } from "./kustomize/resource.ts";
import { decodeText, objectsOf, parseYaml } from "./parse.ts";
import { folderOf, joinPath } from "./paths.ts";
import { unreached } from "./reached.ts";
import { sourceOf } from "./sources.ts";

interface Found {
  readonly object: Mapping;
  readonly file: string;
  readonly line: number;
}

/** Folders that never hold what Flux applies, and can be large. */
const skipped = new Set([".git", "node_modules", ".github", ".task", ".venv"]);

/**
 * Where Flux begins in a repository, sorted by path. Six ways in which repositories say so, the first
 * that finds something decides: a Kustomization called `flux-system`; a FluxInstance; the values of one
 * in a HelmRelease; the same in a values file; a Kustomization that builds the folder in which it stands;
 * folders with Kustomizations that no other one reaches. Several roots
 * are several clusters. Files that cannot be read say nothing.
 */
export async function findRoots(view: RepositoryView): Promise<readonly Root[]> {
  const files = await manifests(view, "");
  const hints: Found[] = [];
  for (const file of files) hints.push(...(await readHints(view, file)));
  const exists = async (path: string): Promise<boolean> =>
    path === "" || (await view.kind(path)) === "directory";
  for (const rule of [fluxSystem, fluxInstance, instanceRelease, instanceValues]) {
    const candidates = hints.flatMap(rule).map((one) => withAddress(one, hints));
    const roots = await distinct(await inArtifacts(view, candidates), exists);
    if (roots.length > 0) return roots;
  }
  const own = await distinct(selfApplying(hints), exists);
  return own.length > 0 ? own : await unreached(view, await distinct(topmost(hints), exists));
}

async function manifests(view: RepositoryView, folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const name of await view.list(folder === "" ? "." : folder)) {
    const path = joinPath(folder, name);
    if (skipped.has(name)) continue;
    const kind = await view.kind(path);
    if (kind === "directory") found.push(...(await manifests(view, path)));
    else if (kind === "file" && /\.ya?ml$/.test(name) && !(fileNames as readonly string[]).includes(name))
      found.push(path);
  }
  return found;
}

const worthReading = /kustomize\.toolkit\.fluxcd\.io|kind:\s*FluxInstance|^[ \t]*sync:/m;

async function readHints(view: RepositoryView, file: string): Promise<Found[]> {
  let bytes: Uint8Array | undefined;
  try {
    bytes = await view.read(file);
  } catch {
    return [];
  }
  if (bytes === undefined || bytes.length > 2_000_000) return [];
  const text = decodeText(bytes);
  if (!worthReading.test(text) || /kind:\s*CustomResourceDefinition/.test(text)) return [];
  const parse = view.parseYaml ?? parseYaml;
  return objectsOf(parse(text, file).documents).map((one) => ({ ...one, file }));
}

type Candidate = Omit<Root, "base"> & {
  /** Where the path counts from, if that is known. */
  readonly base?: string;
  /** True where the top of an artifact is applied: which folder that is made of stands nowhere. */
  readonly isTopOfArtifact?: boolean;
};

function candidate(found: Found, path: string, more: Partial<Candidate> = {}): Candidate {
  return {
    namespace: "flux-system",
    name: "flux-system",
    path: joinPath("", path),
    source: undefined,
    url: undefined,
    file: found.file,
    line: found.line,
    ...more,
  };
}

function isFluxKustomization(object: Mapping): boolean {
  return stringAt(object, "apiVersion")?.startsWith("kustomize.toolkit.fluxcd.io/") === true;
}

function fromKustomization(found: Found): Candidate {
  const { object } = found;
  const written = namespaceOf(object);
  const namespace = written === "" ? "flux-system" : written;
  const source = sourceOf(mappingAt(object, "spec"), namespace);
  return candidate(found, textAt(object, "spec", "path") ?? "", { name: nameOf(object), namespace, source });
}

function fluxSystem(found: Found): Candidate[] {
  const { object } = found;
  const path = textAt(object, "spec", "path");
  if (!isFluxKustomization(object) || nameOf(object) !== "flux-system" || path === undefined) return [];
  return [fromKustomization(found)];
}

/** Kustomizations that build the folder in which they stand, and that no other one reaches. */
function selfApplying(hints: readonly Found[]): Candidate[] {
  const all = hints
    .filter(({ object }) => isFluxKustomization(object))
    .map((found) => ({ found, path: joinPath("", textAt(found.object, "spec", "path") ?? "") }))
    .filter(({ path }) => path !== "");
  const holds = (path: string, file: string): boolean => file.startsWith(`${path}/`);
  return all
    .filter(({ found, path }) => holds(path, found.file))
    .filter(
      (one) =>
        !all.some(
          (other) =>
            holds(other.path, one.found.file) &&
            (other.path !== one.path || !holds(other.path, other.found.file)),
        ),
    )
    .map(({ found }) => fromKustomization(found));
}

function fromSync(found: Found, sync: Mapping | undefined, namespace: string): Candidate[] {
  const path = textAt(sync, "path");
  if (path === undefined || path.includes("{{")) return [];
  const name = textAt(sync, "name") ?? "flux-system";
  const isTopOfArtifact = textAt(sync, "kind") === "OCIRepository" && joinPath("", path) === "";
  return [candidate(found, path, { name, namespace, url: textAt(sync, "url"), isTopOfArtifact })];
}

/** With the address of its source, where that stands beside it as `flux bootstrap` writes it, applied or not. */
function withAddress(one: Candidate, hints: readonly Found[]): Candidate {
  const source = hints.find(({ object, file }) => {
    const key = `${stringAt(object, "kind") ?? ""} ${namespaceOf(object)}/${nameOf(object)}`;
    return file === one.file && key === one.source;
  });
  return { ...one, url: one.url ?? textAt(source?.object, "spec", "url") };
}

/** Finds the folder of an artifact whose top is applied: the outermost whose kustomizations take the file in. */
async function inArtifacts(
  view: RepositoryView,
  candidates: readonly Candidate[],
): Promise<readonly Candidate[]> {
  const isBuilt = async (folder: string): Promise<boolean> => {
    const kinds = await Promise.all(fileNames.map((name) => view.kind(joinPath(folder, name))));
    return kinds.includes("file");
  };
  return Promise.all(
    candidates.map(async ({ isTopOfArtifact, ...one }) => {
      let base = folderOf(one.file ?? "");
      if (isTopOfArtifact !== true || !(await isBuilt(base))) return one;
      while (base !== "" && (await isBuilt(folderOf(base)))) base = folderOf(base);
      return { ...one, base };
    }),
  );
}

function fluxInstance(found: Found): Candidate[] {
  if (stringAt(found.object, "kind") !== "FluxInstance") return [];
  const namespace = namespaceOf(found.object);
  return fromSync(
    found,
    mappingAt(found.object, "spec", "sync"),
    namespace === "" ? "flux-system" : namespace,
  );
}

function instanceRelease(found: Found): Candidate[] {
  if (stringAt(found.object, "kind") !== "HelmRelease") return [];
  return fromSync(found, mappingAt(found.object, "spec", "values", "instance", "sync"), "flux-system");
}

function instanceValues(found: Found): Candidate[] {
  if (valueAt(found.object, "kind") !== undefined) return [];
  const sync =
    mappingAt(found.object, "instance", "sync") ??
    (isMapping(found.object["sync"]) ? found.object["sync"] : undefined);
  const complete = textAt(sync, "kind") !== undefined && textAt(sync, "url") !== undefined;
  return complete ? fromSync(found, sync, "flux-system") : [];
}

/** Folders with Kustomizations that lie in no other Kustomization's path. */
function topmost(hints: readonly Found[]): Candidate[] {
  const all = hints.filter(({ object }) => isFluxKustomization(object));
  const paths = all.map(({ object }) => joinPath("", textAt(object, "spec", "path") ?? ""));
  const folders = new Map<string, Found>();
  for (const found of all) {
    const folder = folderOf(found.file);
    const inside = paths.some((path) => path !== "" && (folder === path || folder.startsWith(`${path}/`)));
    if (!inside && !folders.has(folder)) folders.set(folder, found);
  }
  return [...folders].map(([folder, found]) => candidate(found, folder));
}

/** Those whose folder exists, once each. A path may be relative to a folder that an artifact is made of. */
async function distinct(
  candidates: readonly Candidate[],
  exists: (path: string) => Promise<boolean>,
): Promise<readonly Root[]> {
  const roots = new Map<string, Root>();
  for (const one of candidates) {
    for (let base = one.base ?? "", rest = folderOf(one.file ?? "").split("/"); ;) {
      const path = joinPath(base, one.path);
      if (await exists(path)) {
        if (!roots.has(path)) roots.set(path, { ...one, path, base });
        break;
      }
      const [next, ...others] = rest;
      if (next === undefined || next === "") break;
      base = joinPath(base, next);
      rest = others;
    }
  }
  return [...roots.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}
