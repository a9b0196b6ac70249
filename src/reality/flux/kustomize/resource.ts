import { childMapping, copy, mappingAt, stringAt, textAt, textsAt } from "../../value.ts";
import type { Mapping } from "../../value.ts";
import { isClusterScoped } from "./scope.ts";

/** Group, version, kind, namespace and name, as kustomize tells objects apart. */
export interface Id {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** Where the object was written. */
export interface Origin {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** Folders of the kustomizations that it came through, outermost first. */
  readonly within: readonly string[];
}

/** One object on its way through a build; every step changes `object` in place. */
export interface Resource {
  object: Mapping;
  readonly origin: Origin;
  /** The identities that it had before, oldest first. */
  previous: readonly Id[];
  prefixes: readonly string[];
  suffixes: readonly string[];
  /** A generated object whose name gets a hash at the end. */
  needsHash: boolean;
  /** Keys with nothing behind them: the first merge patch takes them away. */
  bareNulls: readonly (readonly string[])[];
  /** Its content is not what the cluster gets (encrypted), so neither is its hash. */
  readonly uncertain: boolean;
}

/** A new resource; the object is copied. */
export function createResource(
  object: Mapping,
  origin: Origin,
  bareNulls: Resource["bareNulls"] = [],
): Resource {
  return {
    object: copy(object),
    origin,
    previous: [],
    prefixes: [],
    suffixes: [],
    needsHash: false,
    bareNulls,
    uncertain: false,
  };
}

/** Splits `apps/v1` and `v1`. */
export function splitApiVersion(apiVersion: string): { readonly group: string; readonly version: string } {
  const slash = apiVersion.indexOf("/");
  return slash < 0
    ? { group: "", version: apiVersion }
    : { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) };
}

export function nameOf(object: Mapping): string {
  return textAt(object, "metadata", "name") ?? "";
}

export function namespaceOf(object: Mapping): string {
  return textAt(object, "metadata", "namespace") ?? "";
}

export function kindOf(object: Mapping): string {
  return stringAt(object, "kind") ?? "";
}

export function labelsOf(object: Mapping): Readonly<Record<string, string>> {
  return textsAt(object, "metadata", "labels");
}

export function annotationsOf(object: Mapping): Readonly<Record<string, string>> {
  return textsAt(object, "metadata", "annotations");
}

/** The identity that an object has now. */
export function idOf(object: Mapping): Id {
  const { group, version } = splitApiVersion(stringAt(object, "apiVersion") ?? "");
  const metadata = mappingAt(object, "metadata");
  return {
    group,
    version,
    kind: kindOf(object),
    namespace: textAt(metadata, "namespace") ?? "",
    name: textAt(metadata, "name") ?? "",
  };
}

/** The identity that a resource began with. */
export function originalId(resource: Resource): Id {
  return resource.previous[0] ?? idOf(resource.object);
}

/** All identities that a resource has had. */
export function allIds(resource: Resource): readonly Id[] {
  return [...resource.previous, idOf(resource.object)];
}

/** Remembers the present identity, before a step that may change it. */
export function rememberId(resource: Resource): void {
  const now = idOf(resource.object);
  const id = { ...now, namespace: effectiveNamespace(now) };
  const last = resource.previous.at(-1);
  // A thousand patches that rename nothing are one identity.
  if (last === undefined || !sameId(last, id)) resource.previous = [...resource.previous, id];
}

/** What stands for the namespace of cluster-wide kinds. */
export const clusterWide = "_non_namespaceable_";

/** What namespaces are compared by: `default` for none, one word of its own for cluster-wide kinds. */
export function effectiveNamespace(id: Id): string {
  if (isClusterScoped(id)) return clusterWide;
  return id.namespace === "" ? "default" : id.namespace;
}

export function sameId(a: Id, b: Id): boolean {
  return (
    a.kind === b.kind &&
    a.name === b.name &&
    a.group === b.group &&
    a.version === b.version &&
    effectiveNamespace(a) === effectiveNamespace(b)
  );
}

/** True when a resource has, or had, an identity. */
export function isOrWas(resource: Resource, id: Id): boolean {
  // Most are told apart by their names, which costs less than to put an identity together.
  const isCalled =
    nameOf(resource.object) === id.name || resource.previous.some(({ name }) => name === id.name);
  return isCalled && allIds(resource).some((one) => sameId(one, id));
}

/** Group, version and kind of a selector; what is absent or empty fits everything. */
export interface GvkSelector {
  readonly group?: string | undefined;
  readonly version?: string | undefined;
  readonly kind?: string | undefined;
}

const fits = (wanted: string | undefined, found: string): boolean =>
  wanted === undefined || wanted === "" || wanted === found;

/** True when a selector with plain texts, no patterns, fits. */
export function isSelected(id: Id, selector: GvkSelector): boolean {
  return fits(selector.kind, id.kind) && fits(selector.group, id.group) && fits(selector.version, id.version);
}

/** How a person would name the object: `Deployment media/sonarr`. */
export function describe(id: Id): string {
  return id.namespace === "" ? `${id.kind} ${id.name}` : `${id.kind} ${id.namespace}/${id.name}`;
}

export function setName(object: Mapping, name: string): void {
  childMapping(object, "metadata")["name"] = name;
}

/** Sets the namespace; an empty one removes the field. */
export function setNamespace(object: Mapping, namespace: string): void {
  const metadata = childMapping(object, "metadata");
  if (namespace === "") delete metadata["namespace"];
  else metadata["namespace"] = namespace;
}
