import { copy, isMapping, listAt, same, stringAt } from "../../value.ts";
import type { Mapping, Value } from "../../value.ts";
import { BuildError } from "./build-error.ts";

/** So many values a patch may copy: each copy of a list into itself doubles it. */
const mostCopied = 100_000;

/**
 * Applies the operations of a JSON patch (RFC 6902) in order and answers the changed object; the
 * argument stays as it is. Throws BuildError when one does not apply, as kustomize does.
 */
export function jsonPatch(object: Mapping, operations: Value): Mapping {
  const holder: Mapping = { "": copy(object) };
  let copied = 0;
  for (const operation of listAt(operations)) {
    if (stringAt(operation, "op") === "copy")
      copied += countOf(find(holder, stringAt(operation, "from") ?? ""));
    if (copied > mostCopied) throw new BuildError("the JSON patch copies more than is followed");
    apply(holder, operation);
  }
  const result = holder[""];
  if (!isMapping(result)) throw new BuildError("the JSON patch leaves no object");
  return result;
}

/** How many values a value is made of, itself included. */
function countOf(value: Value | undefined): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + countOf(item), 1);
  return isMapping(value) ? Object.values(value).reduce<number>((sum, item) => sum + countOf(item), 1) : 1;
}

function apply(holder: Mapping, operation: Value): void {
  const op = stringAt(operation, "op") ?? "";
  const path = stringAt(operation, "path");
  if (path === undefined) throw new BuildError("an operation of the JSON patch has no `path`");
  const value = isMapping(operation) && Object.hasOwn(operation, "value") ? operation["value"] : undefined;
  const from = stringAt(operation, "from") ?? "";
  if (op === "add") add(holder, path, copy(value ?? null));
  else if (op === "replace") {
    readMember(holder, path);
    put(holder, path, copy(value ?? null));
  } else if (op === "remove") remove(holder, path);
  else if (op === "test") {
    const found = find(holder, path) ?? null;
    if (!same(found, value ?? null)) throw new BuildError(`the JSON patch's test of \`${path}\` fails`);
  } else if (op === "copy") add(holder, path, copy(readMember(holder, from)));
  else if (op === "move") {
    const moved = copy(read(holder, from));
    remove(holder, from);
    add(holder, path, moved);
  } else throw new BuildError(`\`${op}\` is no operation of a JSON patch`);
}

/** The steps of a JSON pointer (RFC 6901), below a map that holds the whole object under an empty key. */
function steps(path: string): string[] {
  if (path !== "" && !path.startsWith("/")) throw new BuildError(`\`${path}\` is no JSON pointer`);
  return path.split("/").map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function child(parent: Value | undefined, step: string): Value | undefined {
  if (Array.isArray(parent)) return parent[index(parent, step) ?? -1];
  return isMapping(parent) && Object.hasOwn(parent, step) ? parent[step] : undefined;
}

/** A place in a list; `-1` is the last, as the library that kustomize uses has it. */
function index(list: readonly Value[], step: string): number | undefined {
  if (!/^-?\d+$/.test(step)) return undefined;
  const at = Number(step);
  return at < 0 ? at + list.length : at;
}

function find(holder: Mapping, path: string): Value | undefined {
  return steps(path).reduce<Value | undefined>(child, holder);
}

function read(holder: Mapping, path: string): Value {
  const found = find(holder, path);
  if (found === undefined) throw missing(path);
  return found;
}

/**
 * As {@link read}; but a member that a map has not is null. The library that kustomize uses (json-patch v4) asks
 * for no more, so people's patches replace what is not there.
 */
function readMember(holder: Mapping, path: string): Value {
  const { parent, step } = parentOf(holder, path);
  return isMapping(parent) ? (child(parent, step) ?? null) : read(holder, path);
}

function missing(path: string): BuildError {
  return new BuildError(`the JSON patch names \`${path}\`, which is not there`);
}

function parentOf(holder: Mapping, path: string): { parent: Value[] | Mapping; step: string } {
  const all = steps(path);
  const step = all.pop() ?? "";
  const parent = all.reduce<Value | undefined>(child, holder);
  if (!Array.isArray(parent) && !isMapping(parent)) throw missing(path);
  return { parent, step };
}

function put(holder: Mapping, path: string, value: Value): void {
  const { parent, step } = parentOf(holder, path);
  if (Array.isArray(parent)) parent[index(parent, step) ?? 0] = value;
  else if (step !== "__proto__") parent[step] = value;
}

function add(holder: Mapping, path: string, value: Value): void {
  const { parent, step } = parentOf(holder, path);
  if (!Array.isArray(parent)) {
    if (step !== "__proto__") parent[step] = value;
    return;
  }
  const at = step === "-" ? parent.length : index(parent, step);
  if (at === undefined || at < 0 || at > parent.length) throw missing(path);
  parent.splice(at, 0, value);
}

function remove(holder: Mapping, path: string): void {
  const { parent, step } = parentOf(holder, path);
  if (child(parent, step) === undefined) throw missing(path);
  if (Array.isArray(parent)) parent.splice(index(parent, step) ?? 0, 1);
  else Reflect.deleteProperty(parent, step);
}
