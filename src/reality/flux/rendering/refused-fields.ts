import { isMapping, stringsAt } from "../../value.ts";
import type { Mapping } from "../../value.ts";

/** Fields of a Kustomization that change what its manifests become, in the order of Flux's documentation. */
export const changingFields = [
  "path",
  "targetNamespace",
  "namePrefix",
  "nameSuffix",
  "patches",
  "patchesStrategicMerge",
  "patchesJson6902",
  "components",
  "ignoreMissingComponents",
  "images",
  "postBuild",
  "commonMetadata",
  "buildMetadata",
  "decryption",
  "ignore",
  "kubeConfig",
] as const;

/** Fields that cannot be followed from here, with the reason. */
const refused: Readonly<Record<string, string>> = {
  kubeConfig: "applies to another cluster",
  ignore: "leaves fields to others, which an apply from here would take over",
};

/** Those fields of a Kustomization's `spec` for which it is not rendered here. */
export function refusedFields(spec: Mapping): readonly { readonly field: string; readonly does: string }[] {
  const found = Object.entries(refused).filter(([field]) => isGiven(spec[field]));
  const traces = stringsAt(spec, "buildMetadata").filter((one) => one !== "managedByLabel");
  const trace = traces.length > 0 ? [["buildMetadata", "writes paths of Flux's own copy"] as const] : [];
  return [...found, ...trace].map(([field, does]) => ({ field, does }));
}

/** Empty lists, maps and texts are not given. */
export function isGiven(value: Mapping[string] | undefined): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (isMapping(value)) return Object.keys(value).length > 0;
  return value !== undefined && value !== null && value !== "" && value !== false;
}
