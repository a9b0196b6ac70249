import { isMapping, textAt } from "../../value.ts";
import type { Mapping, Value } from "../../value.ts";
import { changeField, fittingSpecs } from "./field-spec.ts";
import type { Change, FieldSpec } from "./field-spec.ts";
import { goPattern } from "./go-pattern.ts";
import { createImageIndex, isSettled } from "./image-index.ts";
import type { Resource } from "./resource.ts";
import type { Spend } from "./room.ts";

/** Entries of `images` that are done in one go. */
export type ImageRun = readonly [Value, ...Value[]];

/**
 * `images`, cut where an entry must be done alone: all others may be done in one look at the objects, however many
 * they are.
 */
export function imageRuns(entries: readonly Value[]): ImageRun[] {
  const runs: [Value, ...Value[]][] = [];
  let isOpen = false;
  for (const entry of entries) {
    const settled = isSettled(textAt(entry, "name") ?? "", entry);
    const last = runs.at(-1);
    if (isOpen && settled && last !== undefined) last.push(entry);
    else runs.push([entry]);
    isOpen = settled;
  }
  return runs;
}

/** Some entries of `images`, each on every image of its name (api/filters/imagetag). */
export function setImages(
  resources: readonly Resource[],
  run: ImageRun,
  specs: readonly FieldSpec[],
  spend: Spend,
): void {
  const change = run.length === 1 ? changeOne(run[0]) : changeMany(run, spend);
  const specsOf = fittingSpecs(specs.map((spec) => ({ ...spec, create: false })));
  spend(resources.length);
  for (const { object } of resources) {
    if (object["kind"] === "CustomResourceDefinition") continue;
    for (const spec of specsOf(object)) changeField(object, spec, spend, change);
    everyContainer(object, spend, change);
  }
}

function changeOne(written: Value): Change {
  const name = textAt(written, "name") ?? "";
  const expression = goPattern(name, "^", "(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?$");
  return (value) =>
    typeof value === "string" && expression.test(value) ? replaced(value, written) : undefined;
}

/** Each image takes each entry once: a second look at it, by another spec, must find nothing to do. */
function changeMany(entries: readonly Value[], spend: Spend): Change {
  const next = createImageIndex(
    entries.map((entry) => textAt(entry, "name") ?? ""),
    spend,
  );
  const results = new Map<string, string>();
  const done = new WeakMap<Mapping, Set<string>>();
  return (value, holder, key) => {
    const keys = done.get(holder) ?? new Set();
    if (typeof value !== "string" || keys.has(key)) return undefined;
    done.set(holder, keys.add(key));
    let result = results.get(value);
    if (result === undefined) {
      result = value;
      for (let at = next(result, 0); at !== undefined; at = next(result, at + 1)) {
        spend(1);
        result = replaced(result, entries[at] ?? null);
      }
      results.set(value, result);
    }
    return result === value ? undefined : result;
  };
}

function replaced(image: string, written: Value): string {
  const [bare = "", digestBefore] = image.split("@", 2);
  const colon = bare.indexOf(":", bare.lastIndexOf("/") + 1);
  const name = textAt(written, "newName") ?? "";
  const base = name === "" ? (colon < 0 ? bare : bare.slice(0, colon)) : name;
  const newTag = textAt(written, "newTag") ?? "";
  const newDigest = textAt(written, "digest") ?? "";
  const suffix = textAt(written, "tagSuffix") ?? "";
  let tag = colon < 0 ? "" : bare.slice(colon + 1);
  let digest = digestBefore ?? "";
  if (newTag !== "" || newDigest !== "") [tag, digest] = [newTag, newDigest];
  else if (suffix !== "") [tag, digest] = [tag + suffix, ""];
  return `${base}${tag === "" ? "" : `:${tag}`}${digest === "" ? "" : `@${digest}`}`;
}

/** Images of lists called `containers` or `initContainers` anywhere in the object. */
function everyContainer(here: Value, spend: Spend, change: Change): void {
  if (Array.isArray(here)) for (const item of here) everyContainer(item, spend, change);
  if (!isMapping(here)) return;
  spend(1 / 16);
  for (const [key, value] of Object.entries(here)) {
    everyContainer(value, spend, change);
    if ((key === "containers" || key === "initContainers") && Array.isArray(value)) {
      for (const container of value.filter(isMapping)) setIn(container, change);
    }
  }
}

function setIn(container: Mapping, change: Change): void {
  const changed = change(container["image"], container, "image");
  if (changed !== undefined) container["image"] = changed;
}
