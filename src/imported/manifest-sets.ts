import { posix } from "node:path";
import type { DeployedObject } from "../evaluated/deployed.ts";
import { isRenamed, matchSources, type Match, type Source } from "./sources.ts";

/** What is known of manifests beside what Tilt deploys of them. */
export interface Manifests {
  /** By the resource that deploys them. */
  readonly deployed: ReadonlyMap<string, readonly DeployedObject[]>;
  readonly sources: readonly Source[];
  /** The Kustomization, as `namespace/name`, that applies an object by the repository's files. */
  readonly owner: (object: DeployedObject) => string | undefined;
  /** What applies an object that is only named; the kind is in lower case, without its group. */
  readonly applied: (kind: string, namespace: string, name: string) => Applied | undefined;
  /** Why there can be no private copy of an object. */
  readonly refusal: (object: DeployedObject) => string | undefined;
}

/** Where the repository has an object. */
export interface Applied {
  /** The Kustomization, as `namespace/name`. */
  readonly owner: string;
  /** Its folder, where that has a kustomization of its own. */
  readonly kustomize: string | undefined;
  /** The file of the object. */
  readonly file: string | undefined;
}

/** How an inventory can have manifests: Flux's, a private copy of Tilt's, or none of both. */
export type Form =
  | { readonly kind: "flux"; readonly owner: string }
  | { readonly kind: "copy"; readonly namespace: string }
  | { readonly kind: "watch"; readonly reason: string };

/** Manifests of one source, or of files that belong together. */
export interface PlannedSet {
  readonly form: Form;
  readonly kustomize: string | undefined;
  readonly files: readonly string[];
  readonly written: Match["written"];
}

/**
 * Puts the manifests of a load together to sets. Who has them in the cluster is no guess: Flux, where the
 * repository says so of every object; Tilt, where it makes their namespace too, so that all in it is its own.
 */
export function planSets(manifests: Manifests): readonly PlannedSet[] {
  const all = [...manifests.deployed.values()].flat();
  const made = new Set(all.flatMap(({ kind, name }) => (kind === "Namespace" ? [name] : [])));
  const sets = matchSources(all, manifests.sources).map((match): PlannedSet => ({
    form: formOf(match, made, manifests),
    kustomize: match.source.kind === "kustomize" ? match.source.path : undefined,
    files: match.source.kind === "file" ? [match.source.path] : [],
    written: match.written,
  }));
  return shared(inFolders(sets.map((set) => withNeighbours(set, sets))), manifests.deployed);
}

/** The set that a resource is a part of; undefined where no file has its objects. */
export function setOf(
  sets: readonly PlannedSet[],
  objects: readonly DeployedObject[],
): PlannedSet | undefined {
  return sets.find(({ written }) => objects.some((one) => written.has(one)));
}

function formOf({ written }: Match, made: ReadonlySet<string>, { owner, refusal }: Manifests): Form {
  const objects = [...written.keys()].filter(({ kind }) => kind !== "Namespace");
  const owners = new Set(objects.map(owner));
  const [first] = owners;
  if (owners.size === 1 && first !== undefined) return { kind: "flux", owner: first };
  const namespaces = new Set(objects.flatMap(({ namespace }) => (namespace === "" ? [] : [namespace])));
  const [namespace] = namespaces;
  if (namespaces.size !== 1 || namespace === undefined || !made.has(namespace))
    return { kind: "watch", reason: "nothing says who has it in the cluster" };
  for (const one of objects) {
    const refused = refusal(one);
    if (refused !== undefined) return { kind: "watch", reason: `${one.kind} \`${one.name}\` ${refused}` };
  }
  return { kind: "copy", namespace };
}

/** Roles of the whole cluster go along with the one private copy of their folder. */
function withNeighbours(set: PlannedSet, sets: readonly PlannedSet[]): PlannedSet {
  const [file] = set.files;
  const isWide = [...set.written.keys()].every(({ kind }) => isRenamed(kind));
  if (file === undefined || !isWide || set.form.kind !== "watch") return set;
  const copies = sets.filter(
    ({ form, files: [other] }) =>
      form.kind === "copy" && other !== undefined && posix.dirname(other) === posix.dirname(file),
  );
  const [first, ...more] = copies;
  const isOne =
    first !== undefined && more.every((one) => JSON.stringify(one.form) === JSON.stringify(first.form));
  return isOne ? { ...set, form: first.form } : set;
}

/** Files of one folder are one set. */
function inFolders(sets: readonly PlannedSet[]): readonly PlannedSet[] {
  const together = new Map<string, PlannedSet>();
  for (const set of sets) {
    const [file] = set.files;
    const place = file === undefined ? set.kustomize : posix.dirname(file);
    const isKustomize = set.kustomize !== undefined;
    const key = JSON.stringify([isKustomize, place, set.form.kind === "watch" ? "" : set.form]);
    const before = together.get(key);
    together.set(key, before === undefined ? set : joined(before, set));
  }
  return [...together.values()];
}

/** A resource is a part of one set: files that it needs together are one, what else it needs is none. */
function shared(sets: readonly PlannedSet[], deployed: Manifests["deployed"]): readonly PlannedSet[] {
  let all = sets;
  for (const [name, objects] of deployed) {
    const [first, ...more] = all.filter(({ written }) => objects.some((one) => written.has(one)));
    if (first === undefined || more.length === 0 || name === uncategorized) continue;
    const own = JSON.stringify(first.form);
    const isOne = [first, ...more].every(
      ({ kustomize, form }) => kustomize === undefined && JSON.stringify(form) === own,
    );
    const others = all.filter((one) => one !== first && !more.includes(one));
    const reason = `\`${name}\` has objects of several sets`;
    all = isOne
      ? [...others, more.reduce(joined, first)]
      : [...others, ...[first, ...more].map((one) => ({ ...one, form: { kind: "watch", reason } as const }))];
  }
  return all;
}

function joined(a: PlannedSet, b: PlannedSet): PlannedSet {
  return { ...a, files: [...a.files, ...b.files], written: new Map([...a.written, ...b.written]) };
}

/** The folder or the first file of a set. */
export function sourceOf({ kustomize, files: [file = ""] }: PlannedSet): string {
  return kustomize ?? file;
}

/** The namespace of most of its objects. */
export function spaceOf({ written }: PlannedSet): string | undefined {
  const counts = new Map<string, number>();
  for (const { namespace } of written.keys())
    if (namespace !== "") counts.set(namespace, (counts.get(namespace) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}

/** Where Tilt puts objects without a workload that no resource takes (tilt pkg/model/manifest.go). */
export const uncategorized = "uncategorized";
