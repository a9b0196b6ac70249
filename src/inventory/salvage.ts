import type * as z from "zod";
import { isMapping } from "./issue-words.ts";

/** More rounds than this many mistakes inside one another need. */
const mostRounds = 12;

type Steps = readonly PropertyKey[];
type Mapping = Record<PropertyKey, unknown>;

/**
 * What is left of a value when everything that has the wrong shape is taken out, as small as can be:
 * a misspelt key, else the value, else what holds it. Undefined where nothing sensible is left. Lists
 * are taken out whole, so that what is left stands where it was written.
 */
export function salvage<Schema extends z.ZodType>(
  value: unknown,
  schema: Schema,
): z.output<Schema> | undefined {
  const rest: unknown = structuredClone(value);
  const seen = new Set<string>();
  for (let round = 0; round < mostRounds; round++) {
    const result = schema.safeParse(rest);
    if (result.success) return result.data;
    const pruned = result.error.issues.map((issue) => pruneIssue(rest, issue, [], seen));
    if (!pruned.some(Boolean)) return undefined;
  }
  return undefined;
}

function pruneIssue(root: unknown, issue: z.core.$ZodIssue, base: Steps, seen: Set<string>): boolean {
  const path = [...base, ...issue.path];
  if (issue.code === "unrecognized_keys") {
    const holder = valueAt(root, path);
    if (!isMapping(holder)) return false;
    for (const key of issue.keys) Reflect.deleteProperty(holder, key);
    return true;
  }
  const identity = path.map(String).join("\0");
  if (issue.code === "invalid_union" && !seen.has(identity)) {
    // The first look goes inside, for the option that is a mapping; the second takes the whole value.
    seen.add(identity);
    const inner = issue.errors.find((issues) =>
      issues.every((one) => one.path.length > 0 || one.code === "unrecognized_keys"),
    );
    if (inner !== undefined && inner.length > 0)
      return inner.map((one) => pruneIssue(root, one, path, seen)).some(Boolean);
  }
  return remove(root, path);
}

/** Takes out the value at a path, or the nearest mapping's key above it that is there. */
function remove(root: unknown, path: Steps): boolean {
  for (let length = path.length; length > 0; length--) {
    const holder = valueAt(root, path.slice(0, length - 1));
    const key = path[length - 1];
    if (key !== undefined && isMapping(holder) && Object.hasOwn(holder, key)) {
      Reflect.deleteProperty(holder, key);
      return true;
    }
  }
  return false;
}

function valueAt(root: unknown, path: Steps): unknown {
  let value = root;
  for (const step of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Mapping)[step];
  }
  return value;
}
