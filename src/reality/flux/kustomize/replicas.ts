import { integerAt, textAt } from "../../value.ts";
import type { Value } from "../../value.ts";
import { AbsentError } from "./build-error.ts";
import { changeField } from "./field-spec.ts";
import type { FieldSpec } from "./field-spec.ts";
import { allIds, isSelected } from "./resource.ts";
import type { Resource } from "./resource.ts";
import type { Spend } from "./room.ts";

/** `replicas`: one entry. Throws BuildError when no workload has that name. */
export function setReplicas(
  resources: readonly Resource[],
  written: Value,
  specs: readonly FieldSpec[],
  spend: Spend,
): void {
  const name = textAt(written, "name") ?? "";
  const count = integerAt(written, "count") ?? 0;
  let found = false;
  spend(resources.length);
  const called = resources.flatMap((resource) => {
    const ids = allIds(resource).filter((id) => id.name === name);
    return ids.length === 0 ? [] : [{ resource, ids }];
  });
  for (const spec of specs) {
    for (const { resource, ids } of called) {
      spend(ids.length);
      if (!ids.some((id) => isSelected(id, spec))) continue;
      found = true;
      changeField(resource.object, spec, spend, () => count);
    }
  }
  if (!found) throw new AbsentError(`\`replicas\` names \`${name}\`, which is not there`);
}
