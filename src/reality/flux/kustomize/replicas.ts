import { integerAt, textAt } from "../../value.ts";
import type { Value } from "../../value.ts";
import { AbsentError } from "./build-error.ts";
import { changeField } from "./field-spec.ts";
import type { FieldSpec } from "./field-spec.ts";
import { allIds, isSelected } from "./resource.ts";
import type { Resource } from "./resource.ts";

/** `replicas`: one entry. Throws BuildError when no workload has that name. */
export function setReplicas(
  resources: readonly Resource[],
  written: Value,
  specs: readonly FieldSpec[],
): void {
  const name = textAt(written, "name") ?? "";
  const count = integerAt(written, "count") ?? 0;
  let found = false;
  for (const spec of specs) {
    for (const resource of resources) {
      if (!allIds(resource).some((id) => id.name === name && isSelected(id, spec))) continue;
      found = true;
      changeField(resource.object, spec, () => count);
    }
  }
  if (!found) throw new AbsentError(`\`replicas\` names \`${name}\`, which is not there`);
}
