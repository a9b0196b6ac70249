import { isMapping, textAt } from "../../value.ts";
import type { Mapping, Value } from "../../value.ts";
import type { Spend } from "./room.ts";

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
export function targets(
  root: Mapping,
  path: readonly string[],
  create: Value | undefined,
  spend: Spend,
): Place[] {
  const holder: Mapping = { "": root };
  return walk({ create, spend }, holder, "", path);
}

interface Way {
  readonly create: Value | undefined;
  readonly spend: Spend;
}

function walk(way: Way, parent: Mapping | Value[], key: string | number, path: readonly string[]): Place[] {
  const { create } = way;
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
  if (Array.isArray(here)) return walkList(way, here, step, rest);
  if (!isMapping(here)) return [];
  if (step === "*") {
    const map = here;
    return Object.keys(map).flatMap((name) => walk(way, map, name, rest));
  }
  if (!Object.hasOwn(here, step) && create === undefined) return [];
  return walk(way, here, step, rest);
}

function walkList(way: Way, list: Value[], step: string, rest: readonly string[]): Place[] {
  const { create, spend } = way;
  if (step === "*") return list.flatMap((_, index) => walk(way, list, index, rest));
  const condition = /^\[([^=]*)=(.*)\]$/s.exec(step);
  if (condition !== null) {
    const [, key = "", wanted = ""] = condition;
    const fits = (item: Value): boolean =>
      key === "" ? typeof item !== "object" && String(item) === wanted : textAt(item, key) === wanted;
    spend(list.length / 16);
    const found = [...list.keys()].filter((index) => fits(list[index] ?? null));
    if (found.length === 0 && create !== undefined)
      found.push(list.push(key === "" ? wanted : { [key]: wanted }) - 1);
    return found.flatMap((index) => walk(way, list, index, rest));
  }
  if (step === "-" && create !== undefined)
    return walk(way, list, list.push(rest.length === 0 ? null : {}) - 1, rest);
  if (!/^\d+$/.test(step)) return [];
  const index = Number(step);
  return index < list.length || (create !== undefined && index === list.length)
    ? walk(way, list, index, rest)
    : [];
}
