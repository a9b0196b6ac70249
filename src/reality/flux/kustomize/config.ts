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

/** All that tells a spec from another. */
function keyOf({ path, kind = "", group = "", version = "" }: FieldSpec): string {
  return JSON.stringify([path, kind, group, version]);
}

/** How many specs there are to look through for each file that adds some. */
export function sizeOf({ nameReference, ...specs }: TransformerConfig): number {
  const references = nameReference.reduce((sum, { referrers }) => sum + referrers.length, 0);
  return Object.values(specs).reduce((sum, { length }) => sum + length, references);
}

/** Both lists, without what is there twice. */
export function mergeSpecs(base: readonly FieldSpec[], more: readonly FieldSpec[]): readonly FieldSpec[] {
  if (more.length === 0) return base;
  const known = new Set(base.map(keyOf));
  const result = [...base];
  for (const spec of more) {
    if (known.has(keyOf(spec))) continue;
    known.add(keyOf(spec));
    result.push(spec);
  }
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

function mergeReferences(
  base: readonly NameReference[],
  more: readonly NameReference[],
): readonly NameReference[] {
  if (more.length === 0) return base;
  const result = [...base];
  const identity = (one: NameReference): string => keyOf({ ...one, path: "" });
  const places = new Map<string, number>();
  for (const [at, one] of base.entries()) if (!places.has(identity(one))) places.set(identity(one), at);
  for (const reference of more) {
    const at = places.get(identity(reference)) ?? result.length;
    places.set(identity(reference), at);
    const known = result[at];
    result[at] =
      known === undefined
        ? reference
        : { ...known, referrers: mergeSpecs(known.referrers, reference.referrers) };
  }
  return result;
}
