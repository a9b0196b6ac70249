import { posix } from "node:path";
import { fluxKinds, kubeContext, type FluxObject, type Word } from "../../actions/action.ts";
import type {
  Dashboard,
  Dependency,
  ManifestSet,
  Release,
  Resource,
  Tiltfile,
} from "../../dashboard/model.ts";
import { binary, call, conditional, list, literal, name, type Expr } from "./starlark.ts";

/** The resources of Tiltfiles, in their order. Loops: of thousands, `flatMap` takes several times as long. */
export function resourcesOf(tiltfiles: readonly Tiltfile[]): readonly Resource[] {
  const resources: Resource[] = [];
  for (const { sections } of tiltfiles)
    for (const section of sections) for (const resource of section.resources) resources.push(resource);
  return resources;
}

/** Label of the resources that fluxtilt adds by itself. */
export const supportLabel = "fluxtilt";

/** Folder of the generated support files, relative to the inventory's. */
export const supportFolder = ".fluxtilt/lib";

/** What emitting one Tiltfile needs to know beside the resource at hand. */
export interface FileContext {
  readonly dashboard: Dashboard;
  readonly tiltfile: Tiltfile;
  readonly isRoot: boolean;
  /** Folder of the Tiltfile, relative to the inventory's. */
  readonly folder: string;
  /** Extension functions used, by extension; filled while emitting, since only what is used is loaded. */
  readonly extensions: Map<string, Set<string>>;
  /** Functions of support files used, by file. */
  readonly support: Map<string, Set<string>>;
}

/** An extension's function, loaded because it is used. */
export function extension(context: FileContext, from: string, symbol: string): string {
  addTo(context.extensions, from, symbol);
  return symbol;
}

/** A support file's function, loaded because it is used. */
export function support(context: FileContext, symbol: string, file = "fluxtilt.star"): string {
  addTo(context.support, file, symbol);
  return symbol;
}

function addTo(map: Map<string, Set<string>>, key: string, value: string): void {
  const values = map.get(key) ?? new Set<string>();
  values.add(value);
  map.set(key, values);
}

/** A path relative to the inventory's folder as the Tiltfile names it: relative to its own folder. */
export function local(context: FileContext, path: string): string {
  const relative = posix.relative(context.folder, path);
  if (relative === "") return ".";
  return relative.startsWith("../") || relative === ".." ? relative : `./${relative}`;
}

/** An absolute folder, known when Tilt loads the file: a command's folder must not depend on who loads it. */
export function folder(path: string): Expr {
  return path === "." ? name("repo") : call("os.path.join", [name("repo"), path]);
}

/** An argv, with the kube context where the action wants it. */
export function argv(words: readonly Word[]): Expr {
  return list(words.map((word) => (word === kubeContext ? contextName : literal(word))));
}

/** The kube context, read once at the top of each file. */
export const contextName = name("context");

/** True while the file is the one that Tilt started with. */
export const alone = binary(name("__name__"), "==", literal("__main__"));

/** True while any of the named resources is developed. */
export function developed(names: readonly string[]): Expr {
  const tests = names.map((one) => binary(literal(one), "in", name("develop")));
  return tests.reduce((left, right) => binary(left, "or", right));
}

/** A resource that Flux owns until `--develop` names it. */
export function isOnDemand(resource: Resource): resource is Release | ManifestSet {
  return (resource.kind === "release" || resource.kind === "manifests") && resource.owner !== undefined;
}

/**
 * `resource_deps`: what another file declares is there only when the root includes both, and Tilt
 * drops an unknown name with a warning.
 */
export function dependencies(
  context: FileContext,
  written: readonly Dependency[],
  supports: readonly string[] = [],
): Expr | undefined {
  const near = [...supports];
  const far: string[] = [];
  for (const { name: one, tiltfile } of written)
    (context.isRoot || tiltfile === context.tiltfile.path ? near : far).push(one);
  if (near.length === 0 && far.length === 0) return undefined;
  if (far.length === 0) return list(near);
  const others = conditional(alone, list([]), list(far));
  return near.length === 0 ? others : binary(list(near), "+", others);
}

/** A Flux object as the support file takes it: kubectl's name of its kind, namespace, name. */
export function ownerWords(owner: FluxObject): string[] {
  return [fluxKinds[owner.kind].kubectl, owner.namespace, owner.name];
}
