import { entriesAt, isMapping, listAt, mappingAt, textsAt } from "../../value.ts";
import type { Mapping, Value } from "../../value.ts";
import { mergeSpecs } from "./config.ts";
import type { TransformerConfig } from "./config.ts";
import { changeField, readFieldSpecs } from "./field-spec.ts";
import type { FieldSpec } from "./field-spec.ts";
import type { Resource } from "./resource.ts";

type Marks = Readonly<Record<string, string>>;

/** Writes labels or annotations at every field of the specs. */
export function addMarks(resources: readonly Resource[], marks: Marks, specs: readonly FieldSpec[]): void {
  if (Object.keys(marks).length === 0) return;
  for (const resource of resources) {
    for (const spec of specs) {
      changeField(resource.object, spec, (value) => {
        if (value !== undefined && value !== null && !isMapping(value)) return undefined;
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
): void {
  for (const label of listAt(kustomization, "labels")) {
    addMarks(resources, textsAt(label, "pairs"), labelSpecs(label, config));
  }
  addMarks(resources, textsAt(kustomization, "commonLabels"), config.commonLabels);
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
): void {
  if (entriesAt(kustomization, "commonAnnotations").length === 0) return;
  addMarks(resources, textsAt(kustomization, "commonAnnotations"), config.commonAnnotations);
}
