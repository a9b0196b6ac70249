import { isMapping, textAt } from "../../value.ts";
import type { Mapping, Value } from "../../value.ts";

/** One place in an object that can be read and written. */
export interface Place {
  get(): Value | undefined;
  set(value: Value): void;
}

/** Splits `spec.containers.[name=a.b].image` and `metadata.annotations.[a.b/c]`; `\.` is a plain dot. */
export function readFieldPath(path: string): string[] {
  const raw = path.split(/(?<!\\)\./).map((step) => step.replaceAll("\\.", "."));
  const steps: string[] = [];
  for (let at = 0; at < raw.length; at++) {
    let step = raw[at] ?? "";
    if (step.startsWith("[") && !step.endsWith("]")) {
      while (at < raw.length - 1 && !step.endsWith("]")) step += `.${raw[++at] ?? ""}`;
    }
    steps.push(step.startsWith("[") && !step.includes("=") ? step.slice(1, -1) : step);
  }
  return steps.length > 1 && steps[0] === "" ? steps.slice(1) : steps;
}

/**
 * The places that a path leads to; `*` is every item, `[key=value]` the items that have it. With
 * `create`, what is missing is made: maps on the way, an item with its key, and the field itself.
 */
export function targets(root: Mapping, path: readonly string[], create: Value | undefined): Place[] {
  const holder: Mapping = { "": root };
  return walk(holder, "", path, create);
}

function walk(
  parent: Mapping | Value[],
  key: string | number,
  path: readonly string[],
  create: Value | undefined,
): Place[] {
  const get = (): Value | undefined =>
    Array.isArray(parent) ? parent[Number(key)] : Object.hasOwn(parent, key) ? parent[key] : undefined;
  const set = (value: Value): void => {
    if (Array.isArray(parent)) parent[Number(key)] = value;
    else if (key !== "__proto__") parent[key] = value;
  };
  const [step, ...rest] = path;
  if (step === undefined) return [{ get, set }];
  let here = get();
  if ((here === undefined || here === null) && create !== undefined) {
    here = step.startsWith("[") || step === "-" ? [] : {};
    set(here);
  }
  if (Array.isArray(here)) return walkList(here, step, rest, create);
  if (!isMapping(here)) return [];
  if (step === "*") {
    const map = here;
    return Object.keys(map).flatMap((name) => walk(map, name, rest, create));
  }
  if (!Object.hasOwn(here, step) && create === undefined) return [];
  return walk(here, step, rest, create);
}

function walkList(list: Value[], step: string, rest: readonly string[], create: Value | undefined): Place[] {
  if (step === "*") return list.flatMap((_, index) => walk(list, index, rest, create));
  const condition = /^\[([^=]*)=(.*)\]$/s.exec(step);
  if (condition !== null) {
    const [, key = "", wanted = ""] = condition;
    const fits = (item: Value): boolean =>
      key === "" ? typeof item !== "object" && String(item) === wanted : textAt(item, key) === wanted;
    const found = [...list.keys()].filter((index) => fits(list[index] ?? null));
    if (found.length === 0 && create !== undefined)
      found.push(list.push(key === "" ? wanted : { [key]: wanted }) - 1);
    return found.flatMap((index) => walk(list, index, rest, create));
  }
  if (step === "-" && create !== undefined)
    return walk(list, list.push(rest.length === 0 ? null : {}) - 1, rest, create);
  if (!/^\d+$/.test(step)) return [];
  const index = Number(step);
  return index < list.length || (create !== undefined && index === list.length)
    ? walk(list, index, rest, create)
    : [];
}
