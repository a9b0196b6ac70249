import type { TransformerConfig } from "./config.ts";
import { BuildError } from "./build-error.ts";
import { changeField } from "./field-spec.ts";
import type { FieldSpec } from "./field-spec.ts";
import { isMapping, listAt, textAt } from "../../value.ts";
import { encodeHash } from "./hash.ts";
import {
  describe,
  effectiveNamespace,
  idOf,
  isSelected,
  nameOf,
  originalId,
  rememberId,
  setName,
  setNamespace,
} from "./resource.ts";
import type { Id, Origin, Resource } from "./resource.ts";
import type { Spend } from "./room.ts";
import { isClusterScoped } from "./scope.ts";

/** Kinds whose names are part of what they are. */
const keepName = [
  { kind: "CustomResourceDefinition" },
  { kind: "APIService", group: "apiregistration.k8s.io" },
  { kind: "Namespace" },
];

/** `namePrefix` and `nameSuffix`. */
export function addAffix(
  resources: readonly Resource[],
  affix: { readonly prefix: string } | { readonly suffix: string },
  specs: readonly FieldSpec[],
  spend: Spend,
): void {
  const write = (text: string): string => ("prefix" in affix ? affix.prefix + text : text + affix.suffix);
  for (const resource of resources) {
    // Each level of many writes the whole name anew.
    spend(1 + nameOf(resource.object).length / 1024);
    const id = originalId(resource);
    if (keepName.some((kind) => isSelected(id, kind))) continue;
    for (const spec of specs) {
      if (!isSelected(id, spec)) continue;
      if (spec.path === "metadata/name") {
        if ("prefix" in affix) resource.prefixes = [...resource.prefixes, affix.prefix];
        else resource.suffixes = [...resource.suffixes, affix.suffix];
        rememberId(resource);
      }
      changeField(resource.object, spec, spend, (value) =>
        value === undefined || typeof value === "object" ? undefined : write(String(value)),
      );
    }
  }
}

/** Puts the hash of its content behind the name of each generated object. */
export function addHashes(resources: readonly Resource[]): void {
  for (const resource of resources) {
    if (!resource.needsHash) continue;
    rememberId(resource);
    setName(resource.object, `${nameOf(resource.object)}-${encodeHash(resource.object)}`);
  }
}

/**
 * `namespace`: every namespaced object moves, a Namespace takes the name, and subjects called
 * `default` of role bindings follow. Throws BuildError when two objects become one.
 */
export function moveTo(
  resources: readonly Resource[],
  namespace: string,
  config: TransformerConfig,
  spend: Spend,
): void {
  spend(2 * resources.length);
  for (const resource of resources) {
    const { object } = resource;
    rememberId(resource);
    const id = idOf(object);
    if (!isClusterScoped(id)) setNamespace(object, namespace);
    const binding = id.kind === "RoleBinding" || id.kind === "ClusterRoleBinding";
    if (binding) {
      for (const subject of listAt(object, "subjects")) {
        if (isMapping(subject) && textAt(subject, "name") === "default") subject["namespace"] = namespace;
      }
    }
    for (const spec of config.namespace) {
      if (spec.path === "metadata/namespace" || (binding && spec.path === "subjects/namespace")) continue;
      if (spec.path === "metadata/name" && object["apiVersion"] !== "v1") continue;
      changeField(object, spec, spend, () => namespace);
    }
  }
  refuseTwins(resources);
}

/** Throws BuildError when two resources have the same identity. */
export function refuseTwins(resources: readonly Resource[]): void {
  const seen = new Map<string, Resource>();
  for (const resource of resources) {
    const id = idOf(resource.object);
    // All that tells two apart, as `sameId` has it; none of it holds a line break where it names an object.
    const key = [id.kind, id.name, id.group, id.version, effectiveNamespace(id)].join("\n");
    const other = seen.get(key);
    if (other !== undefined) throw twins(id, resource.origin, other.origin);
    seen.set(key, resource);
  }
}

function twins(id: Id, here: Origin, there: Origin): BuildError {
  const found = `there are two of ${describe(id)}`;
  return here.file === there.file && here.line === there.line
    ? new BuildError(`${found}: \`${here.file}\` is taken in twice`)
    : new BuildError(`${found}, the other in \`${there.file}\``, here);
}
