/** Plain data as YAML and JSON hold it. Dates and other tagged things are texts here. */
export type Value = null | boolean | number | string | Value[] | Mapping;

export interface Mapping {
  [key: string]: Value;
}

type Step = string | number;

/** True for a map, not for a list or null. */
export function isMapping(value: unknown): value is Mapping {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What stands at a path, or undefined when a step of it is missing. */
export function valueAt(value: Value | undefined, ...path: readonly Step[]): Value | undefined {
  let here = value;
  for (const step of path) {
    if (Array.isArray(here)) here = here[Number(step)];
    else if (isMapping(here) && Object.hasOwn(here, step)) here = here[step];
    else return undefined;
  }
  return here;
}

/** The map at a path; undefined for anything else. */
export function mappingAt(value: Value | undefined, ...path: readonly Step[]): Mapping | undefined {
  const found = valueAt(value, ...path);
  return isMapping(found) ? found : undefined;
}

/** The list at a path; empty for anything else. */
export function listAt(value: Value | undefined, ...path: readonly Step[]): readonly Value[] {
  const found = valueAt(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** The string at a path; undefined for anything else, numbers included. */
export function stringAt(value: Value | undefined, ...path: readonly Step[]): string | undefined {
  const found = valueAt(value, ...path);
  return typeof found === "string" ? found : undefined;
}

/** The scalar at a path as text, numbers and booleans included. */
export function textAt(value: Value | undefined, ...path: readonly Step[]): string | undefined {
  const found = valueAt(value, ...path);
  return found === undefined || found === null || typeof found === "object" ? undefined : String(found);
}

/** The scalar at a path as text; undefined also where it is empty, which charts take for not written. */
export function filledAt(value: Value | undefined, ...path: readonly Step[]): string | undefined {
  const text = textAt(value, ...path);
  return text === "" ? undefined : text;
}

/** The strings of the list at a path; what is no string is left out. */
export function stringsAt(value: Value | undefined, ...path: readonly Step[]): readonly string[] {
  return listAt(value, ...path).filter((item) => typeof item === "string");
}

/** The whole number at a path, also when it is written as text. */
export function integerAt(value: Value | undefined, ...path: readonly Step[]): number | undefined {
  const found = valueAt(value, ...path);
  if (typeof found === "number") return Number.isInteger(found) ? found : undefined;
  return typeof found === "string" && /^-?\d{1,15}$/.test(found) ? Number(found) : undefined;
}

/** The entries of the map at a path; empty for anything else. */
export function entriesAt(
  value: Value | undefined,
  ...path: readonly Step[]
): readonly (readonly [string, Value])[] {
  return Object.entries(mappingAt(value, ...path) ?? {});
}

/** The scalar entries of the map at a path as texts, such as labels. */
export function textsAt(
  value: Value | undefined,
  ...path: readonly Step[]
): Readonly<Record<string, string>> {
  const texts: Record<string, string> = {};
  for (const [key, item] of entriesAt(value, ...path)) {
    if (item !== null && typeof item !== "object") texts[key] = String(item);
  }
  return texts;
}

/** A copy that shares nothing. A key `__proto__` is left out: it names no field of Kubernetes. */
export function copy<T extends Value>(value: T): T;
export function copy(value: Value): Value {
  if (Array.isArray(value)) return value.map((item) => copy(item));
  if (!isMapping(value)) return value;
  const result: Mapping = {};
  for (const key of Object.keys(value)) {
    const item = value[key];
    if (key !== "__proto__" && item !== undefined) result[key] = copy(item);
  }
  return result;
}

/** How many values a value is made of, itself included. */
export function countOf(value: Value | undefined): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + countOf(item), 1);
  return isMapping(value) ? Object.values(value).reduce<number>((sum, item) => sum + countOf(item), 1) : 1;
}

/** True when both hold the same data; the order of keys says nothing. */
export function same(a: Value | undefined, b: Value | undefined): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => same(item, b[index]));
  }
  if (!isMapping(a) || !isMapping(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]))
  );
}

/** The map under a key, made when there is none; what is no map is replaced. */
export function childMapping(parent: Mapping, key: string): Mapping {
  const found = Object.hasOwn(parent, key) ? parent[key] : undefined;
  if (isMapping(found)) return found;
  const made: Mapping = {};
  parent[key] = made;
  return made;
}

/** What a table of ours has for a key of somebody else's, which may be `constructor`. */
export function ownOf<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
