import { splitApiVersion } from "../flux/kustomize/resource.ts";
import { listAt, mappingAt, stringAt, textAt } from "../value.ts";
import type { Mapping } from "../value.ts";
import type { Maker, ObjectName, Owner } from "../model.ts";

/** What names an object in a cluster, whatever its API version. */
export interface ObjectId extends ObjectName {
  readonly group: string;
  readonly kind: string;
}

export function idKey({ group, kind, namespace, name }: ObjectId): string {
  return `${group}/${kind}/${namespace}/${name}`;
}

/** The group, kind and names of an object; `namespace` is empty for cluster-wide kinds. */
export function idOf(object: Mapping): ObjectId {
  return {
    group: splitApiVersion(textAt(object, "apiVersion") ?? "").group,
    kind: textAt(object, "kind") ?? "",
    namespace: textAt(object, "metadata", "namespace") ?? "",
    name: textAt(object, "metadata", "name") ?? "",
  };
}

export function isKustomization(object: Mapping): boolean {
  const { group, kind } = idOf(object);
  return kind === "Kustomization" && group === "kustomize.toolkit.fluxcd.io";
}

export function isHelmRelease(object: Mapping): boolean {
  const { group, kind } = idOf(object);
  return kind === "HelmRelease" && group === "helm.toolkit.fluxcd.io";
}

/** True where its objects are in another cluster, so that its inventory says nothing of this one. */
export function goesElsewhere(object: Mapping): boolean {
  return mappingAt(object, "spec", "kubeConfig") !== undefined;
}

/** What an object is as an owner; undefined for one that applies nothing. */
export function asOwner(object: Mapping): Owner | undefined {
  if (!isKustomization(object) && !isHelmRelease(object)) return undefined;
  const { namespace, name } = idOf(object);
  return { kind: isHelmRelease(object) ? "HelmRelease" : "Kustomization", namespace, name };
}

/**
 * Who applied what, as Flux itself keeps it: `status.inventory` of Kustomizations, and of HelmReleases since
 * Flux 2.8. By `idKey`.
 */
export function inventories(objects: readonly Mapping[]): ReadonlyMap<string, Owner> {
  const owners = new Map<string, Owner>();
  for (const object of objects) {
    const owner = asOwner(object);
    if (owner === undefined || goesElsewhere(object)) continue;
    for (const id of entriesOf(object)) owners.set(idKey(id), owner);
  }
  return owners;
}

/** What the Flux Operator's ResourceSets made, as they keep it themselves; by `idKey`. */
export function madeByResourceSets(objects: readonly Mapping[]): ReadonlyMap<string, Maker> {
  const makers = new Map<string, Maker>();
  for (const object of objects) {
    const maker = idOf(object);
    if (maker.kind !== resourceSet.kind || maker.group !== resourceSet.group) continue;
    for (const id of entriesOf(object)) makers.set(idKey(id), maker);
  }
  return makers;
}

/** The kind of the Flux Operator that makes objects of templates. */
export const resourceSet = { group: "fluxcd.controlplane.io", kind: "ResourceSet" };

function entriesOf(object: Mapping): readonly ObjectId[] {
  return listAt(object, "status", "inventory", "entries").flatMap(
    (entry) => parseEntry(stringAt(entry, "id") ?? "") ?? [],
  );
}

/**
 * `<namespace>_<name>_<group>_<kind>`; a colon of a name is written `__` (sigs.k8s.io/cli-utils
 * pkg/object, ParseObjMetadata).
 */
function parseEntry(id: string): ObjectId | undefined {
  const [, namespace = "", name = "", group = "", kind = ""] =
    /^([^_]*)_(.+)_([^_]*)_([^_]+)$/.exec(id) ?? [];
  return name === "" ? undefined : { namespace, name: name.replaceAll("__", ":"), group, kind };
}
