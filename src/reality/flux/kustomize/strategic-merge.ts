import { copy, isMapping, ownOf, stringAt, textAt } from "../../value.ts";
import type { Mapping, Value } from "../../value.ts";
import { BuildError } from "./build-error.ts";
import { mergeKeyed } from "./merge-keyed.ts";
import { schemaNamed, schemaOfKind } from "./merge-schema.ts";
import type { TypeSchema } from "./merge-schema.ts";
import type { Spend } from "./room.ts";

const directive = "$patch";

/**
 * Merges a strategic merge patch into an object, in place, and answers it, or undefined when the patch deletes
 * it (kyaml merge2). The patch is not changed. Throws BuildError for kinds that do not fit; what it had merged
 * until then stays merged.
 */
export function strategicMerge(object: Mapping, patch: Mapping, spend: Spend): Mapping | undefined {
  return mergeMaps(object, patch, undefined, spend);
}

function schemaFor(map: Mapping | undefined): TypeSchema | undefined {
  const kind = stringAt(map, "kind");
  const apiVersion = stringAt(map, "apiVersion");
  return kind === undefined || apiVersion === undefined ? undefined : schemaOfKind(apiVersion, kind);
}

function mergeMaps(
  target: Mapping | undefined,
  patch: Mapping,
  inherited: TypeSchema | undefined,
  spend: Spend,
): Mapping | undefined {
  const strategy = patch[directive];
  if (strategy === "delete") return undefined;
  if (strategy !== undefined && strategy !== "replace" && strategy !== "merge") {
    throw new BuildError(`\`$patch: ${JSON.stringify(strategy)}\` is no strategy`);
  }
  const schema = inherited ?? schemaFor(target) ?? schemaFor(patch);
  const result: Mapping = strategy === "replace" ? {} : (target ?? {});
  for (const [key, change] of Object.entries(patch)) {
    if (key === directive) continue;
    const before = Object.hasOwn(result, key) ? result[key] : undefined;
    const merged = mergeValues(before, change, key, schema, spend);
    if (merged === undefined) Reflect.deleteProperty(result, key);
    else result[key] = merged;
  }
  return result;
}

function mergeValues(
  target: Value | undefined,
  change: Value,
  key: string,
  schema: TypeSchema | undefined,
  spend: Spend,
): Value | undefined {
  if (change === null) return undefined;
  const below = schemaNamed(ownOf(schema?.fields ?? {}, key));
  if (isMapping(change)) {
    if (target !== undefined && target !== null && !isMapping(target)) throw mismatch(key);
    return mergeMaps(target ?? undefined, change, below, spend);
  }
  if (!Array.isArray(change)) {
    if (typeof target === "object" && target !== null) throw mismatch(key);
    return change;
  }
  if (target !== undefined && target !== null && !Array.isArray(target)) throw mismatch(key);
  const keys = ownOf(schema?.lists ?? {}, key);
  if (keys === undefined) return copy(change);
  return mergeLists(target ?? [], change, keys, below, spend);
}

function mismatch(key: string): BuildError {
  return new BuildError(`the patch and the object hold different kinds of value in \`${key}\``);
}

/** Merges by keys; what the patch holds comes first, as kustomize has it. */
function mergeLists(
  target: readonly Value[],
  change: readonly Value[],
  keys: readonly string[],
  schema: TypeSchema | undefined,
  spend: Spend,
): Value[] | undefined {
  // Items of both are sorted by their keys.
  spend(3 * (target.length + change.length));
  const marker = change.find(
    (item) => isMapping(item) && directive in item && Object.keys(item).length === 1,
  );
  const strategy = textAt(marker, directive);
  if (strategy === "delete") return undefined;
  const changes = change.filter((item) => item !== marker);
  if (strategy === "replace") return copy(changes);
  if (keys.length === 0) {
    const plain = new Set(changes);
    return [...copy(changes), ...target.filter((item) => !plain.has(item))];
  }
  return mergeKeyed(target, changes, keys, (before, item) => mergeMaps(before, item, schema, spend));
}
