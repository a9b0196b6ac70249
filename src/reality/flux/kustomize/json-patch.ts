import { copy, countOf, isMapping, listAt, same, stringAt } from "../../value.ts";
import type { Mapping, Value } from "../../value.ts";
import { BuildError, LimitError } from "./build-error.ts";
import type { Spend } from "./room.ts";

/** So many values a patch may copy: each copy of a list into itself doubles it. */
const mostCopied = 100_000;

/** What it takes to move an item of a list by one. */
const movedSteps = 1 / 1024;

/** What is being patched, under an empty key, and how to take back what was done to it. */
interface Patched {
  readonly holder: Mapping;
  readonly undo: (() => void)[];
  readonly spend: Spend;
}

/**
 * Applies the operations of a JSON patch (RFC 6902) in order, in place, and answers the object. Throws BuildError when
 * one does not apply, as kustomize does; the object is then what it was.
 */
export function jsonPatch(object: Mapping, operations: Value, spend: Spend): Mapping {
  const patched: Patched = { holder: { "": object }, undo: [], spend };
  let copied = 0;
  try {
    for (const operation of listAt(operations)) {
      if (stringAt(operation, "op") === "copy") {
        const count = countOf(find(patched.holder, stringAt(operation, "from") ?? ""));
        spend(count / 8);
        copied += count;
      }
      if (copied > mostCopied) throw new LimitError(`a JSON patch copies more than ${mostCopied} values`);
      apply(patched, operation);
    }
    const result = patched.holder[""];
    if (!isMapping(result)) throw new BuildError("the JSON patch leaves no object");
    return result;
  } catch (error) {
    for (const step of patched.undo.reverse()) step();
    throw error;
  }
}

function apply(patched: Patched, operation: Value): void {
  const { holder, spend } = patched;
  const op = stringAt(operation, "op") ?? "";
  const path = stringAt(operation, "path");
  if (path === undefined) throw new BuildError("an operation of the JSON patch has no `path`");
  const value = isMapping(operation) && Object.hasOwn(operation, "value") ? operation["value"] : undefined;
  const from = stringAt(operation, "from") ?? "";
  if (op === "add") add(patched, path, copy(value ?? null));
  else if (op === "replace") {
    readMember(holder, path);
    put(patched, path, copy(value ?? null));
  } else if (op === "remove") remove(patched, path);
  else if (op === "test") {
    const found = find(holder, path) ?? null;
    if (isMapping(found)) spend(Object.keys(found).length / 16);
    if (!same(found, value ?? null)) throw new BuildError(`the JSON patch's test of \`${path}\` fails`);
  } else if (op === "copy") add(patched, path, copy(readMember(holder, from)));
  else if (op === "move") {
    const moved = read(holder, from);
    remove(patched, from);
    add(patched, path, moved);
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

function put({ holder, undo }: Patched, path: string, value: Value): void {
  const { parent, step } = parentOf(holder, path);
  if (Array.isArray(parent)) {
    const at = index(parent, step) ?? 0;
    const before = parent[at] ?? null;
    undo.push(() => {
      parent[at] = before;
    });
    parent[at] = value;
  } else setMember(parent, step, value, undo);
}

function setMember(parent: Mapping, step: string, value: Value, undo: Patched["undo"]): void {
  if (step === "__proto__") return;
  const before = Object.hasOwn(parent, step) ? parent[step] : undefined;
  undo.push(() => {
    if (before === undefined) Reflect.deleteProperty(parent, step);
    else parent[step] = before;
  });
  parent[step] = value;
}

function add({ holder, undo, spend }: Patched, path: string, value: Value): void {
  const { parent, step } = parentOf(holder, path);
  if (!Array.isArray(parent)) {
    setMember(parent, step, value, undo);
    return;
  }
  const at = step === "-" ? parent.length : index(parent, step);
  if (at === undefined || at < 0 || at > parent.length) throw missing(path);
  undo.push(() => parent.splice(at, 1));
  spend((parent.length - at) * movedSteps);
  parent.splice(at, 0, value);
}

function remove({ holder, undo, spend }: Patched, path: string): void {
  const { parent, step } = parentOf(holder, path);
  const before = child(parent, step);
  if (before === undefined) throw missing(path);
  if (Array.isArray(parent)) {
    const at = index(parent, step) ?? 0;
    undo.push(() => parent.splice(at, 0, before));
    spend((parent.length - at) * movedSteps);
    parent.splice(at, 1);
  } else {
    undo.push(() => {
      parent[step] = before;
    });
    Reflect.deleteProperty(parent, step);
  }
}
