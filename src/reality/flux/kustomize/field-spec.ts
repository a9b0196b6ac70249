import { isMapping, textAt } from "../../value.ts";
import type { Mapping, Value } from "../../value.ts";
import { isSelected, splitApiVersion } from "./resource.ts";
import type { GvkSelector } from "./resource.ts";
import { BuildError } from "./build-error.ts";
import type { Spend } from "./room.ts";

/** A place in objects of some kinds; a path goes through lists without saying so. */
export interface FieldSpec extends GvkSelector {
  readonly path: string;
  /** Makes the maps on the way, and the field. */
  readonly create?: boolean | undefined;
}

/** Reads field specs as a kustomization's `configurations` and `labels` hold them. */
export function readFieldSpecs(written: readonly Value[]): FieldSpec[] {
  return written.map((item) => ({
    path: textAt(item, "path") ?? "",
    group: textAt(item, "group"),
    version: textAt(item, "version"),
    kind: textAt(item, "kind"),
    create: isMapping(item) && item["create"] === true,
  }));
}

const known = new WeakMap<FieldSpec, readonly string[]>();

/** The steps of a spec's path, split once. */
function stepsOf(spec: FieldSpec): readonly string[] {
  const steps = known.get(spec) ?? splitPath(spec.path);
  known.set(spec, steps);
  return steps;
}

/** Splits at `/`, but not at `\/`. */
function splitPath(path: string): string[] {
  const steps = path.includes("\\")
    ? path.split(/(?<!\\)\//).map((step) => step.replaceAll("\\/", "/"))
    : path.split("/");
  return steps.length > 1 && steps[0] === "" ? steps.slice(1) : steps;
}

function fitsSpec(object: Mapping, spec: FieldSpec): boolean {
  const { group, version } = splitApiVersion(textAt(object, "apiVersion") ?? "");
  return isSelected({ group, version, kind: textAt(object, "kind") ?? "", namespace: "", name: "" }, spec);
}

/** Those of many specs that fit an object, found once for each kind. */
export function fittingSpecs(specs: readonly FieldSpec[]): (object: Mapping) => readonly FieldSpec[] {
  const found = new Map<string, readonly FieldSpec[]>();
  return (object) => {
    const kind = `${textAt(object, "apiVersion") ?? ""} ${textAt(object, "kind") ?? ""}`;
    const fit = found.get(kind) ?? specs.filter((spec) => fitsSpec(object, spec));
    found.set(kind, fit);
    return fit;
  };
}

/** What a change sees: the value of a field, the map that holds it, and its key there. */
export type Change = (value: Value | undefined, holder: Mapping, key: string) => Value | undefined;

/** A visit to a field, and one to an item of a list on its way, are a part of a step. */
const visitSteps = 1 / 4;
const itemSteps = 1 / 8;

/**
 * Changes every value at a field spec's path. `change` gets undefined for a field that `create` makes
 * and answers the new value; undefined leaves the field alone.
 */
export function changeField(object: Mapping, spec: FieldSpec, spend: Spend, change: Change): void {
  if (!fitsSpec(object, spec)) return;
  spend(visitSteps);
  visit({ steps: stepsOf(spec), create: spec.create === true, spend, change }, object, 0);
}

interface Visit {
  readonly steps: readonly string[];
  readonly create: boolean;
  readonly spend: Spend;
  readonly change: Change;
}

/** `at` is the step that comes next. */
function visit(way: Visit, here: Value | undefined, at: number): void {
  const { steps, create, change } = way;
  const first = steps[at] ?? "";
  if (Array.isArray(here)) {
    way.spend(here.length * itemSteps);
    for (const item of here) visit(way, item, at);
    return;
  }
  if (here === undefined || here === null) return;
  if (!isMapping(here))
    throw new BuildError(`there is a plain value where \`${steps.slice(at).join("/")}\` should begin`);
  const listed = first.endsWith("[]");
  const name = listed ? first.slice(0, -2) : first;
  const makes = create && !listed;
  const found = Object.hasOwn(here, name) ? here[name] : undefined;
  if (at === steps.length - 1) {
    if (found === undefined && !makes) return;
    const changed = change(found, here, name);
    if (changed !== undefined) here[name] = changed;
    return;
  }
  if ((found === undefined || found === null) && makes) {
    const made: Mapping = {};
    here[name] = made;
    visit(way, made, at + 1);
  } else visit(way, found, at + 1);
}
