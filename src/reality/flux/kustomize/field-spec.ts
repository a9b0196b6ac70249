import { isMapping, textAt } from "../../value.ts";
import type { Mapping, Value } from "../../value.ts";
import { isSelected, splitApiVersion } from "./resource.ts";
import type { GvkSelector } from "./resource.ts";
import { BuildError } from "./build-error.ts";

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

/**
 * Changes every value at a field spec's path. `change` gets undefined for a field that `create` makes
 * and answers the new value; undefined leaves the field alone.
 */
export function changeField(
  object: Mapping,
  spec: FieldSpec,
  change: (value: Value | undefined) => Value | undefined,
): void {
  if (fitsSpec(object, spec)) visit(object, splitPath(spec.path), 0, spec.create === true, change);
}

/** `at` is the step that comes next. */
function visit(
  here: Value | undefined,
  steps: readonly string[],
  at: number,
  create: boolean,
  change: (value: Value | undefined) => Value | undefined,
): void {
  const first = steps[at] ?? "";
  if (Array.isArray(here)) {
    for (const item of here) visit(item, steps, at, create, change);
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
    const changed = change(found);
    if (changed !== undefined) here[name] = changed;
    return;
  }
  if ((found === undefined || found === null) && makes) {
    const made: Mapping = {};
    here[name] = made;
    visit(made, steps, at + 1, create, change);
  } else visit(found, steps, at + 1, create, change);
}
