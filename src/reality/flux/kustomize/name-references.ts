import { isMapping, listAt, textAt } from "../../value.ts";
import type { Mapping, Value } from "../../value.ts";
import type { NameReference } from "./default-references.ts";
import { changeField } from "./field-spec.ts";
import type { FieldSpec } from "./field-spec.ts";
import type { Id, Resource } from "./resource.ts";
import {
  clusterWide,
  effectiveNamespace,
  idOf,
  isSelected,
  nameOf,
  namespaceOf,
  originalId,
} from "./resource.ts";
import type { Spend } from "./room.ts";
import { isClusterScoped } from "./scope.ts";

/** A resource with what the search asks again and again. */
interface Candidate {
  readonly resource: Resource;
  readonly now: Id;
  /** Its place among all resources. */
  readonly at: number;
}

/** Resources of one name, by the namespaces that they are and were in. */
interface Called {
  readonly all: Candidate[];
  readonly byNow: Map<string, Candidate[]>;
  readonly byFirst: Map<string, Candidate[]>;
}

/**
 * Writes the present name of every object whose name has changed into the fields that refer to it
 * (api/filters/nameref). A reference that several objects could be meant by stays as it is.
 */
export function fixReferences(
  resources: readonly Resource[],
  references: readonly NameReference[],
  spend: Spend,
): void {
  const byName = new Map<string, Called>();
  for (const [at, resource] of resources.entries()) {
    const candidate = { resource, now: idOf(resource.object), at };
    for (const name of new Set(resource.previous.map((id) => id.name))) {
      const called = byName.get(name) ?? newlyCalled();
      byName.set(name, called);
      called.all.push(candidate);
      append(called.byNow, effectiveNamespace(candidate.now), candidate);
      append(called.byFirst, effectiveNamespace(originalId(resource)), candidate);
    }
  }
  if (byName.size === 0) return;
  const known = new Map<string, readonly Pair[]>();
  for (const referrer of resources) {
    const kind = originalId(referrer);
    const type = JSON.stringify([kind.kind, kind.group, kind.version]);
    const pairs = known.get(type) ?? pairsFor(kind, references);
    known.set(type, pairs);
    for (const { reference, spec } of pairs) follow({ referrer, reference, spec, byName, spend });
  }
}

function newlyCalled(): Called {
  return { all: [], byNow: new Map(), byFirst: new Map() };
}

function append(lists: Map<string, Candidate[]>, key: string, candidate: Candidate): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [candidate]);
  else list.push(candidate);
}

interface Pair {
  readonly reference: NameReference;
  readonly spec: FieldSpec;
}

/** The fields of a kind that hold names, in the order of the references. */
function pairsFor(kind: Id, references: readonly NameReference[]): readonly Pair[] {
  return references.flatMap((reference) =>
    reference.referrers.filter((spec) => isSelected(kind, spec)).map((spec): Pair => ({ reference, spec })),
  );
}

interface Search extends Pair {
  readonly referrer: Resource;
  readonly byName: ReadonlyMap<string, Called>;
  readonly spend: Spend;
}

function follow(search: Search): void {
  const one = (value: Value): Value => {
    if (isMapping(value)) return followMapping(search, value);
    if (value === null || Array.isArray(value)) return value;
    const found = choose(search, String(value), undefined);
    return found === undefined ? value : nameOf(found.object);
  };
  changeField(search.referrer.object, search.spec, search.spend, (value) => {
    if (value === undefined) return undefined;
    search.spend(1 / 4);
    return Array.isArray(value) ? value.map(one) : one(value);
  });
}

/** A field that holds name and namespace, such as a subject: both are written. */
function followMapping(search: Search, value: Mapping): Value {
  const name = textAt(value, "name");
  if (name === undefined) return value;
  const found = choose(search, name, textAt(value, "namespace"));
  if (found === undefined) return value;
  const namespace = namespaceOf(found.object);
  return { ...value, name: nameOf(found.object), ...(namespace !== "" && { namespace }) };
}

function choose(search: Search, name: string, namespace: string | undefined): Resource | undefined {
  const { referrer, reference, spec } = search;
  const now = idOf(referrer.object);
  const role = spec.path.endsWith("roleRef/name") ? roleRef(referrer.object) : undefined;
  const called = search.byName.get(name);
  if (called === undefined) return undefined;
  const candidates = candidatesOf(called, referrer, now, namespace);
  const subjects = now.kind === "RoleBinding" ? listAt(referrer.object, "subjects").length : 0;
  search.spend(candidates.length + (candidates.length + 1) * (subjects / 16));
  let found = candidates.filter(
    ({ resource, now: id }) =>
      resource.previous.some((before) => isSelected(before, reference)) &&
      (role === undefined || resource.previous.some((before) => isSelected(before, role))) &&
      canRefer(referrer, now, id),
  );
  if (namespace !== undefined) found = inNamespace(found, namespace);
  if (found.length > 1) found = found.filter(({ resource }) => sameAffixes(resource, referrer, true));
  if (found.length > 1) found = found.filter(({ resource }) => sameAffixes(resource, referrer, false));
  const [first, ...others] = found;
  if (first === undefined) return undefined;
  const alike = others.every(
    ({ now: id }) =>
      id.name === first.now.name && (namespace === undefined || id.namespace === first.now.namespace),
  );
  return alike ? first.resource : undefined;
}

/** Those of a name that a referrer may mean, by their namespaces alone; they are looked at more closely afterwards. */
function candidatesOf(
  { all, byNow, byFirst }: Called,
  { object }: Resource,
  from: Id,
  namespace: string | undefined,
): readonly Candidate[] {
  if (all.length < 2) return all;
  const lists: (readonly Candidate[])[] = [];
  if (namespace !== undefined) {
    const wanted = namespaceNamed(namespace);
    lists.push(byFirst.get(wanted) ?? [], byNow.get(wanted) ?? []);
  } else if (isClusterScoped(from)) return all;
  else {
    const places = new Set([effectiveNamespace(from), clusterWide]);
    if (from.kind === "RoleBinding")
      for (const subject of listAt(object, "subjects"))
        places.add(namespaceNamed(textAt(subject, "namespace") ?? ""));
    for (const place of places) lists.push(byNow.get(place) ?? []);
  }
  const [first = [], ...more] = lists.filter(({ length }) => length > 0);
  return more.length === 0 ? first : [...new Set(lists.flat())].sort((a, b) => a.at - b.at);
}

function roleRef(object: Mapping): { group: string; kind: string } | undefined {
  const group = textAt(object, "roleRef", "apiGroup");
  const kind = textAt(object, "roleRef", "kind");
  return group === undefined || kind === undefined ? undefined : { group, kind };
}

/** Objects refer within their namespace; accounts and cluster-wide objects from everywhere. */
function canRefer(referrer: Resource, from: Id, to: Id): boolean {
  if (isClusterScoped(from) || isClusterScoped(to)) return true;
  if (effectiveNamespace(from) === effectiveNamespace(to)) return true;
  if (to.kind !== "ServiceAccount" || from.kind !== "RoleBinding") return false;
  // Another namespace is looked into only when a subject names it.
  return listAt(referrer.object, "subjects").some(
    (subject) =>
      textAt(subject, "kind") === "ServiceAccount" && textAt(subject, "namespace") === to.namespace,
  );
}

function namespaceNamed(namespace: string): string {
  return namespace === "" ? "default" : namespace;
}

function inNamespace(found: readonly Candidate[], namespace: string): Candidate[] {
  const wanted = namespaceNamed(namespace);
  const before = found.filter(({ resource }) => effectiveNamespace(originalId(resource)) === wanted);
  if (before.length > 0) return before;
  return found.filter(({ now }) => effectiveNamespace(now) === wanted);
}

function sameAffixes(a: Resource, b: Resource, allowEmpty: boolean): boolean {
  const fits = (x: readonly string[], y: readonly string[]): boolean => {
    if (allowEmpty && (x.length === 0 || y.length === 0)) return true;
    const length = Math.min(x.length, y.length);
    if (!allowEmpty && (x.length === 0) !== (y.length === 0)) return false;
    return x.slice(x.length - length).every((part, index) => part === y[y.length - length + index]);
  };
  return fits(a.prefixes, b.prefixes) && fits(a.suffixes, b.suffixes);
}
