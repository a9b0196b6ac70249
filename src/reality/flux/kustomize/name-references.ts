import { isMapping, listAt, textAt } from "../../value.ts";
import type { Mapping, Value } from "../../value.ts";
import type { NameReference } from "./default-references.ts";
import { changeField } from "./field-spec.ts";
import type { FieldSpec } from "./field-spec.ts";
import type { Id, Resource } from "./resource.ts";
import { effectiveNamespace, idOf, isSelected, nameOf, namespaceOf, originalId } from "./resource.ts";
import { isClusterScoped } from "./scope.ts";

/** A resource with what the search asks again and again. */
interface Candidate {
  readonly resource: Resource;
  readonly now: Id;
}

/**
 * Writes the present name of every object whose name has changed into the fields that refer to it
 * (api/filters/nameref). A reference that several objects could be meant by stays as it is.
 */
export function fixReferences(resources: readonly Resource[], references: readonly NameReference[]): void {
  const byName = new Map<string, Candidate[]>();
  for (const resource of resources) {
    const candidate = { resource, now: idOf(resource.object) };
    for (const name of new Set(resource.previous.map((id) => id.name))) {
      const known = byName.get(name);
      if (known === undefined) byName.set(name, [candidate]);
      else known.push(candidate);
    }
  }
  if (byName.size === 0) return;
  for (const referrer of resources) {
    const kind = originalId(referrer);
    for (const reference of references) {
      for (const spec of reference.referrers) {
        if (isSelected(kind, spec)) follow({ referrer, reference, spec, byName });
      }
    }
  }
}

interface Search {
  readonly referrer: Resource;
  readonly reference: NameReference;
  readonly spec: FieldSpec;
  readonly byName: ReadonlyMap<string, readonly Candidate[]>;
}

function follow(search: Search): void {
  const one = (value: Value): Value => {
    if (isMapping(value)) return followMapping(search, value);
    if (value === null || Array.isArray(value)) return value;
    const found = choose(search, String(value), undefined);
    return found === undefined ? value : nameOf(found.object);
  };
  changeField(search.referrer.object, search.spec, (value) => {
    if (value === undefined) return undefined;
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
  let found = (search.byName.get(name) ?? []).filter(
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

function inNamespace(found: readonly Candidate[], namespace: string): Candidate[] {
  const wanted = namespace === "" ? "default" : namespace;
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
