import { entriesAt, isMapping, listAt, textAt } from "../value.ts";
import type { Mapping, Value } from "../value.ts";
import { fromBase64 } from "./base64.ts";
import { kindOf, nameOf, namespaceOf } from "./kustomize/resource.ts";
import type { Variables } from "./substitute.ts";

/** The data of a ConfigMap or Secret; a value that is encrypted or not text is undefined. */
export type DataMap = ReadonlyMap<string, string | undefined>;

/** The ConfigMaps and Secrets that have been rendered so far, by `Kind namespace/name`. */
export type DataSources = Map<string, DataMap>;

/** True where both hold the same entries. */
export function sameData(one: DataMap, other: DataMap): boolean {
  return (
    one.size === other.size && [...one].every(([key, value]) => other.has(key) && other.get(key) === value)
  );
}

export function sourceKey(kind: string, namespace: string, name: string): string {
  return `${kind} ${namespace}/${name}`;
}

/** Remembers an object if it is a ConfigMap or a Secret. */
export function rememberData(sources: DataSources, object: Mapping): void {
  const kind = kindOf(object);
  if (object["apiVersion"] !== "v1" || (kind !== "ConfigMap" && kind !== "Secret")) return;
  const data = dataOf(object);
  sources.set(sourceKey(kind, namespaceOf(object), nameOf(object)), data);
}

/** What SOPS or a placeholder stands for cannot be read here. */
function readable(text: string): string | undefined {
  return text.startsWith("ENC[") ? undefined : text;
}

/** The entries of a ConfigMap or Secret, decoded. */
export function dataOf(object: Mapping): DataMap {
  const secret = kindOf(object) === "Secret";
  const data = new Map<string, string | undefined>();
  for (const [key, value] of entriesAt(object, "data")) {
    const text = plain(value);
    const known = text === undefined ? undefined : readable(text);
    data.set(key, secret && known !== undefined ? fromBase64(known) : known);
  }
  for (const [key, value] of secret ? entriesAt(object, "stringData") : []) {
    const text = plain(value);
    data.set(key, text === undefined ? undefined : readable(text));
  }
  return data;
}

function plain(value: Value): string | undefined {
  return value === null ? "" : typeof value === "object" ? undefined : String(value);
}

/** The variables of one Flux Kustomization. */
export interface Substitution {
  readonly variables: Variables;
  /** All that is set; undefined for what cannot be read here. */
  readonly values: ReadonlyMap<string, string | undefined>;
  /** Those of `values` that a source which is not in the repository could replace. */
  readonly doubtful: ReadonlySet<string>;
  /** False when Flux would not look for `${}` at all. */
  readonly active: boolean;
  /** `Kind namespace/name` of sources that are not in the repository and not optional. */
  readonly missing: readonly string[];
}

/**
 * Collects `spec.postBuild`: later sources beat earlier ones, what is inline beats all. While a source is
 * missing, a variable that none of the others has is unknown, since the missing one could have it.
 */
export function substitutionOf(spec: Mapping, namespace: string, sources: DataSources): Substitution {
  const values = new Map<string, string | undefined>();
  const missing: string[] = [];
  const doubtful = new Set<string>();
  let open = false;
  const set = (name: string, value: string | undefined): void => {
    values.set(name, value?.replaceAll("\n", ""));
    doubtful.delete(name);
  };
  for (const reference of listAt(spec, "postBuild", "substituteFrom")) {
    const key = sourceKey(textAt(reference, "kind") ?? "", namespace, textAt(reference, "name") ?? "");
    const data = sources.get(key);
    if (data === undefined) {
      // Also an optional one may be there: it is the cluster that decides.
      open = true;
      for (const name of values.keys()) doubtful.add(name);
      if (!(isMapping(reference) && reference["optional"] === true)) missing.push(key);
    }
    for (const [name, value] of data ?? []) set(name, value);
  }
  for (const [name, value] of entriesAt(spec, "postBuild", "substitute")) {
    set(name, plain(value) ?? "");
  }
  const always = textAt(spec, "postBuild", "substituteStrategy") === "Always";
  return {
    values,
    doubtful,
    variables: (name) => (values.has(name) ? values.get(name) : open ? undefined : ""),
    active: values.size > 0 || open || always,
    missing,
  };
}
