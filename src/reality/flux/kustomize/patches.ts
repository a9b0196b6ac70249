import { copy, countOf, isMapping, mappingAt, stringAt, textAt } from "../../value.ts";
import type { Mapping, Value } from "../../value.ts";
import { objectsOf } from "../parse.ts";
import type { Tree } from "../tree.ts";
import { AbsentError, BuildError } from "./build-error.ts";
import { jsonPatch } from "./json-patch.ts";
import {
  describe,
  idOf,
  isOrWas,
  kindOf,
  nameOf,
  namespaceOf,
  rememberId,
  setName,
  setNamespace,
} from "./resource.ts";
import type { Resource } from "./resource.ts";
import type { Spend } from "./room.ts";
import { select } from "./selector.ts";
import { strategicMerge } from "./strategic-merge.ts";

/** One entry of `patches`, its text loaded. */
export interface Patch {
  readonly text: string;
  /** The file that it stands in. */
  readonly file: string;
  readonly target?: Value | undefined;
  readonly options?: Value | undefined;
}

interface ReadPatch {
  readonly objects: readonly Mapping[];
  readonly operations?: Value | undefined;
  /** What it takes to write it into one object. */
  readonly steps: number;
}

const known = new WeakMap<Tree, Map<string, ReadPatch>>();

/** Patches that a whole cluster shares are read once. */
function readPatch(tree: Tree, { text, file }: Patch): ReadPatch {
  const patches = known.get(tree) ?? new Map<string, ReadPatch>();
  known.set(tree, patches);
  const before = patches.get(text);
  if (before !== undefined) return before;
  const yaml = tree.parse(text, file);
  if (yaml.problem !== undefined) throw new BuildError(`a patch is no YAML: ${yaml.problem}`);
  const [first] = yaml.documents;
  const steps = 2 + countOf(yaml.documents.map(({ value }) => value)) / 4;
  const read: ReadPatch = Array.isArray(first?.value)
    ? { objects: [], operations: first.value, steps }
    : { objects: objectsOf(yaml.documents).map(({ object }) => object), steps };
  patches.set(text, read);
  return read;
}

/**
 * Applies a patch and answers the resources that are left. Throws BuildError when it fits nothing that
 * it must fit; what it had changed until then stays changed.
 */
export function applyPatch(tree: Tree, resources: Resource[], patch: Patch, spend: Spend): Resource[] {
  const { objects, operations, steps } = readPatch(tree, patch);
  if (operations !== undefined) {
    if (patch.target === undefined || patch.target === null)
      throw new BuildError("a JSON patch needs a target");
    for (const resource of select(resources, patch.target, spend)) {
      spend(steps);
      rememberId(resource);
      resource.object = jsonPatch(resource.object, operations, spend);
    }
    return resources;
  }
  const gone = new Set<Resource>();
  const options = mappingAt(patch.options);
  if (patch.target !== undefined && patch.target !== null) {
    const [only, second] = objects;
    if (second !== undefined) throw new BuildError("a patch with a target holds one object");
    if (only === undefined) throw new BuildError("a patch is empty");
    for (const resource of select(resources, patch.target, spend)) {
      spend(steps);
      if (!merge(resource, only, options, spend)) gone.add(resource);
    }
  } else {
    for (const object of objects) {
      spend(resources.length + steps / objects.length);
      const resource = findTarget(resources, object);
      if (!merge(resource, object, options, spend)) gone.add(resource);
    }
  }
  return gone.size === 0 ? resources : resources.filter((resource) => !gone.has(resource));
}

/** The one resource that a patch without a target names. */
function findTarget(resources: readonly Resource[], patch: Mapping): Resource {
  const id = idOf(patch);
  const found = resources.filter((resource) => isOrWas(resource, id));
  const [first, second] = found;
  if (first === undefined) throw new AbsentError(`a patch is for ${describe(id)}, which is not there`);
  if (second !== undefined) throw new BuildError(`a patch is for ${describe(id)}, which is there twice`);
  return first;
}

/** Merges in place; false when the patch deletes the object. */
function merge(resource: Resource, patch: Mapping, options: Mapping | undefined, spend: Spend): boolean {
  const { object } = resource;
  const renames = options?.["allowNameChange"] === true;
  const retypes = options?.["allowKindChange"] === true;
  const [name, namespace, kind, apiVersion] = [
    nameOf(object),
    namespaceOf(object),
    kindOf(object),
    object["apiVersion"],
  ];
  if (renames || retypes) rememberId(resource);
  const typed = { ...patch, apiVersion: apiVersion ?? "", kind: stringAt(patch, "kind") ?? kind };
  const staySame = (one: Mapping): void => {
    if (!retypes) one["kind"] = kind;
    if (!renames || textAt(patch, "metadata", "name") === undefined) setName(one, name);
    setNamespace(one, namespace);
  };
  let merged: Mapping | undefined;
  try {
    merged = strategicMerge(object, typed, spend);
  } catch (error) {
    // What does not fit was merged up to there, and is still the object that it was.
    staySame(object);
    throw error;
  }
  if (merged === undefined) return false;
  staySame(merged);
  for (const path of resource.bareNulls) removeNull(merged, path);
  resource.bareNulls = [];
  resource.object = merged;
  return true;
}

/** kyaml keeps `key: null`, but not `key:`. */
function removeNull(object: Mapping, path: readonly string[]): void {
  const parent = mappingAt(object, ...path.slice(0, -1));
  const key = path.at(-1) ?? "";
  if (parent?.[key] === null) Reflect.deleteProperty(parent, key);
}

/** The text of a patch that a kustomization or a Flux object holds as text, or as data. */
export function patchText(written: Value | undefined): string {
  if (typeof written === "string") return written;
  return isMapping(written) || Array.isArray(written) ? JSON.stringify(copy(written)) : "";
}
