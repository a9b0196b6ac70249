import { isMapping, listAt, mappingAt, textsAt } from "../../value.ts";
import type { Mapping, Value } from "../../value.ts";
import { mergeSpecs } from "./config.ts";
import type { TransformerConfig } from "./config.ts";
import { changeField, fittingSpecs, readFieldSpecs } from "./field-spec.ts";
import type { FieldSpec } from "./field-spec.ts";
import type { Resource } from "./resource.ts";
import type { Spend } from "./room.ts";

type Marks = Readonly<Record<string, string>>;

/** Writes labels or annotations at every field of the specs. */
function addMarks(
  resources: readonly Resource[],
  marks: Marks,
  specs: readonly FieldSpec[],
  spend: Spend,
): void {
  const count = Object.keys(marks).length;
  if (count === 0) return;
  const specsOf = fittingSpecs(specs);
  spend(resources.length);
  for (const { object } of resources) {
    for (const spec of specsOf(object)) {
      changeField(object, spec, spend, (value) => {
        if (value !== undefined && value !== null && !isMapping(value)) return undefined;
        spend(count);
        // In place: a thousand components may each add one.
        return Object.assign(value ?? {}, marks);
      });
    }
  }
}

/** `labels` and `commonLabels`. */
export function addLabels(
  resources: readonly Resource[],
  kustomization: Mapping,
  config: TransformerConfig,
  spend: Spend,
): void {
  for (const label of listAt(kustomization, "labels")) {
    addMarks(resources, textsAt(label, "pairs"), labelSpecs(label, config), spend);
  }
  addMarks(resources, textsAt(kustomization, "commonLabels"), config.commonLabels, spend);
}

function labelSpecs(label: Value, config: TransformerConfig): readonly FieldSpec[] {
  const flags = mappingAt(label);
  const own = mergeSpecs(readFieldSpecs(listAt(label, "fields")), config.labels);
  if (flags?.["includeSelectors"] === true) return mergeSpecs(own, config.commonLabels);
  const templates = flags?.["includeTemplates"] === true ? mergeSpecs(own, config.templateLabels) : own;
  return mergeSpecs(templates, [{ path: "metadata/labels", create: true }]);
}

/** `commonAnnotations`. */
export function addAnnotations(
  resources: readonly Resource[],
  kustomization: Mapping,
  config: TransformerConfig,
  spend: Spend,
): void {
  addMarks(resources, textsAt(kustomization, "commonAnnotations"), config.commonAnnotations, spend);
}
