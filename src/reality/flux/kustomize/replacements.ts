import { copy, countOf, isMapping, listAt, stringsAt, textAt } from "../../value.ts";
import type { Mapping, Value } from "../../value.ts";
import { AbsentError, BuildError } from "./build-error.ts";
import { readFieldPath, targets } from "./field-path.ts";
import { allIds, effectiveNamespace, isSelected } from "./resource.ts";
import type { Id, Resource } from "./resource.ts";
import type { Spend } from "./room.ts";
import { readSelector } from "./selector.ts";

/** `replacements`: one entry. Throws BuildError when its source or a target's field is not there. */
export function applyReplacement(resources: readonly Resource[], written: Value, spend: Spend): void {
  spend(resources.length);
  const value = sourceValue(resources, written, spend);
  const size = countOf(value);
  const wanted = listAt(written, "targets");
  if (wanted.length === 0) throw new BuildError("a replacement has no `targets`");
  for (const target of wanted) {
    const selectors = [readSelector(selectorOf(target))];
    const rejects = listAt(target, "reject").map((reject) => ({ reject, selector: readSelector(reject) }));
    spend(resources.length * (1 + rejects.length / 2));
    for (const resource of resources) {
      const ids = allIds(resource);
      const chosen = selectors.every(
        (one) => ids.some((id) => one.matchesType(id) && one.matchesName(id)) && one.matchesMarks(resource),
      );
      if (!chosen || rejects.some((one) => isRejected(one, resource, ids))) continue;
      write(resource.object, value, target, (places) => {
        spend(places * size);
      });
    }
  }
}

function selectorOf(target: Value): Value {
  const select = isMapping(target) ? target["select"] : undefined;
  if (!isMapping(select)) throw new BuildError("a target of a replacement has no `select`");
  return select;
}

/** Labels reject by themselves; names and kinds together. */
function isRejected(
  one: { reject: Value; selector: ReturnType<typeof readSelector> },
  resource: Resource,
  ids: readonly Id[],
): boolean {
  const has = (key: string): boolean => (textAt(one.reject, key) ?? "") !== "";
  if ((has("labelSelector") || has("annotationSelector")) && one.selector.matchesMarks(resource)) return true;
  const names = ["group", "version", "kind", "name", "namespace"].some(has);
  return names && ids.some((id) => one.selector.matchesType(id) && one.selector.matchesName(id));
}

function sourceValue(resources: readonly Resource[], written: Value, spend: Spend): Value {
  const given = textAt(written, "sourceValue");
  if (given !== undefined) return given;
  const source = isMapping(written) ? written["source"] : undefined;
  if (!isMapping(source)) throw new BuildError("a replacement has no `source`");
  const name = textAt(source, "name") ?? "";
  const namespace = textAt(source, "namespace") ?? "";
  const selector = {
    group: textAt(source, "group"),
    version: textAt(source, "version"),
    kind: textAt(source, "kind"),
  };
  const found = resources.filter((resource) =>
    allIds(resource).some(
      (id) =>
        isSelected(id, selector) &&
        (name === "" || id.name === name) &&
        (namespace === "" || effectiveNamespace(id) === namespace),
    ),
  );
  const [first, second] = found;
  if (first === undefined)
    throw new AbsentError(`a replacement takes its value from \`${name}\`, which is not there`);
  if (second !== undefined)
    throw new BuildError(`a replacement's source \`${name}\` is there more than once`);
  const path = readFieldPath(textAt(source, "fieldPath") ?? "metadata.name");
  const [place] = targets(first.object, path, undefined, spend);
  const value = place?.get();
  if (value === undefined || value === null || value === "") {
    throw new BuildError(`a replacement takes its value from \`${path.join(".")}\`, which is not there`);
  }
  return partOf(value, isMapping(source["options"]) ? source["options"] : undefined);
}

function partOf(value: Value, options: Mapping | undefined): Value {
  const delimiter = textAt(options, "delimiter") ?? "";
  if (delimiter === "") return value;
  if (typeof value === "object") throw new BuildError("a delimiter of a replacement is for plain values");
  const part = String(value).split(delimiter)[Number(options?.["index"] ?? 0)];
  if (part === undefined) throw new BuildError("the index of a replacement's source is out of bounds");
  return part;
}

function write(object: Mapping, value: Value, target: Value, spend: Spend): void {
  const options = isMapping(target) && isMapping(target["options"]) ? target["options"] : undefined;
  const create = options?.["create"] === true ? value : undefined;
  const paths = stringsAt(target, "fieldPaths");
  for (const path of paths.length === 0 ? ["metadata.name"] : paths) {
    const places = targets(object, readFieldPath(path), create, spend);
    if (places.length === 0) throw new BuildError(`a replacement writes to \`${path}\`, which is not there`);
    spend(places.length);
    for (const place of places) place.set(inserted(place.get(), value, options));
  }
}

/** The new value of a field: a plain value keeps the type that it had, where the text allows it. */
function inserted(before: Value | undefined, value: Value, options: Mapping | undefined): Value {
  const delimiter = textAt(options, "delimiter") ?? "";
  let text = typeof value === "object" ? undefined : String(value);
  if (delimiter !== "" && text !== undefined) {
    if (typeof before === "object" && before !== null)
      throw new BuildError("a delimiter of a replacement is for plain values");
    const parts = String(before ?? "").split(delimiter);
    const index = Number(options?.["index"] ?? 0);
    if (index < 0) parts.unshift(text);
    else if (index >= parts.length) parts.push(text);
    else parts[index] = text;
    text = parts.join(delimiter);
  }
  // Each place has one of its own, since later steps change objects in place.
  if (text === undefined || (typeof before === "object" && before !== null)) return copy(value);
  if (typeof before === "number" && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (typeof before === "boolean" && (text === "true" || text === "false")) return text === "true";
  return before === undefined || before === null ? (delimiter === "" ? value : text) : text;
}
