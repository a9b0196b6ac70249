import { listAt, textAt } from "../../value.ts";
import type { Value } from "../../value.ts";
import { defaultReferences } from "./default-references.ts";
import type { NameReference } from "./default-references.ts";
import { defaultSpecs } from "./default-specs.ts";
import type { TransformerSpecs } from "./default-specs.ts";
import { readFieldSpecs } from "./field-spec.ts";
import type { FieldSpec } from "./field-spec.ts";

/** What the built-in steps of one build write, with what `configurations` files add. */
export interface TransformerConfig extends TransformerSpecs {
  readonly nameReference: readonly NameReference[];
}

export const defaultConfig: TransformerConfig = { ...defaultSpecs, nameReference: defaultReferences };

const alike = (a: FieldSpec, b: FieldSpec): boolean =>
  a.path === b.path &&
  (a.kind ?? "") === (b.kind ?? "") &&
  (a.group ?? "") === (b.group ?? "") &&
  (a.version ?? "") === (b.version ?? "");

/** Both lists, without what is there twice. */
export function mergeSpecs(base: readonly FieldSpec[], more: readonly FieldSpec[]): readonly FieldSpec[] {
  const result = [...base];
  for (const spec of more) if (!result.some((one) => alike(one, spec))) result.push(spec);
  return result;
}

/** Adds the content of one `configurations` file. */
export function extendConfig(config: TransformerConfig, written: Value): TransformerConfig {
  const own = (key: string): FieldSpec[] => readFieldSpecs(listAt(written, key));
  const references = listAt(written, "nameReference").map((item) => ({
    kind: textAt(item, "kind"),
    group: textAt(item, "group"),
    version: textAt(item, "version"),
    referrers: readFieldSpecs(listAt(item, "fieldSpecs")),
  }));
  return mergeConfigs(config, {
    namespace: own("namespace"),
    namePrefix: own("namePrefix"),
    nameSuffix: own("nameSuffix"),
    labels: own("labels"),
    commonLabels: own("commonLabels"),
    templateLabels: own("templateLabels"),
    commonAnnotations: own("commonAnnotations"),
    images: own("images"),
    replicas: own("replicas"),
    nameReference: references,
  });
}

/** What a base's configuration becomes together with that of what includes it. */
export function mergeConfigs(base: TransformerConfig, more: TransformerConfig): TransformerConfig {
  if (base === more || more === defaultConfig) return base;
  return {
    namespace: mergeSpecs(base.namespace, more.namespace),
    namePrefix: mergeSpecs(base.namePrefix, more.namePrefix),
    nameSuffix: mergeSpecs(base.nameSuffix, more.nameSuffix),
    labels: mergeSpecs(base.labels, more.labels),
    commonLabels: mergeSpecs(base.commonLabels, more.commonLabels),
    templateLabels: mergeSpecs(base.templateLabels, more.templateLabels),
    commonAnnotations: mergeSpecs(base.commonAnnotations, more.commonAnnotations),
    images: mergeSpecs(base.images, more.images),
    replicas: mergeSpecs(base.replicas, more.replicas),
    nameReference: mergeReferences(base.nameReference, more.nameReference),
  };
}

function mergeReferences(base: readonly NameReference[], more: readonly NameReference[]): NameReference[] {
  const result = [...base];
  for (const reference of more) {
    const at = result.findIndex((one) => alike({ ...one, path: "" }, { ...reference, path: "" }));
    const known = result[at];
    if (known === undefined) result.push(reference);
    else result[at] = { ...known, referrers: mergeSpecs(known.referrers, reference.referrers) };
  }
  return result;
}
