import { mappingAt, textsAt } from "../value.ts";
import type { Mapping } from "../value.ts";

/** `spec.commonMetadata`, in a copy. */
export function marked(object: Mapping, spec: Mapping): Mapping {
  const common = mappingAt(spec, "commonMetadata");
  if (common === undefined) return object;
  const metadata: Mapping = { ...mappingAt(object, "metadata") };
  for (const field of ["labels", "annotations"]) {
    const marks = textsAt(common, field);
    if (Object.keys(marks).length > 0) metadata[field] = { ...textsAt(metadata, field), ...marks };
  }
  return { ...object, metadata };
}
