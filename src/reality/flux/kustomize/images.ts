import { isMapping, textAt } from "../../value.ts";
import type { Mapping, Value } from "../../value.ts";
import { changeField } from "./field-spec.ts";
import type { FieldSpec } from "./field-spec.ts";
import { goPattern } from "./go-pattern.ts";
import type { Resource } from "./resource.ts";

/** `images`: one entry, on every image of that name (api/filters/imagetag). */
export function setImage(resources: readonly Resource[], written: Value, specs: readonly FieldSpec[]): void {
  const name = textAt(written, "name") ?? "";
  const expression = goPattern(name, "^", "(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?$");
  const change = (value: Value | undefined): Value | undefined =>
    typeof value === "string" && expression.test(value) ? replaced(value, written) : undefined;
  for (const { object } of resources) {
    if (object["kind"] === "CustomResourceDefinition") continue;
    for (const spec of specs) changeField(object, { ...spec, create: false }, change);
    everyContainer(object, change);
  }
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
function everyContainer(here: Value, change: (value: Value | undefined) => Value | undefined): void {
  if (Array.isArray(here)) for (const item of here) everyContainer(item, change);
  if (!isMapping(here)) return;
  for (const [key, value] of Object.entries(here)) {
    everyContainer(value, change);
    if ((key === "containers" || key === "initContainers") && Array.isArray(value)) {
      for (const container of value.filter(isMapping)) setIn(container, change);
    }
  }
}

function setIn(container: Mapping, change: (value: Value | undefined) => Value | undefined): void {
  const changed = change(container["image"]);
  if (changed !== undefined) container["image"] = changed;
}
