import type { ObjectName, RealObject } from "./model.ts";

/** What has a key, in the order that it came in. */
export type Lists<T> = (key: string) => readonly T[];

/** `namespace/name` */
export function placeOf({ namespace, name }: ObjectName): string {
  return `${namespace}/${name}`;
}

/** Sorts by a key, once for all that is asked, and not before. */
export function listsOf<T>(all: readonly T[], keyOf: (one: T) => string): Lists<T> {
  let lists: Map<string, T[]> | undefined;
  return (key) => (lists ??= sorted(all, keyOf)).get(key) ?? [];
}

function sorted<T>(all: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const lists = new Map<string, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    const list = lists.get(key);
    if (list === undefined) lists.set(key, [one]);
    else list.push(one);
  }
  return lists;
}

/** Objects of a kind or several, as they are looked for. */
export interface Placed<T> {
  readonly at: Lists<T>;
  readonly named: Lists<T>;
  readonly inNamespace: Lists<T>;
  /** The names in a namespace. */
  readonly namesIn: Lists<string>;
  /** Those in a namespace whose name may turn out to be another: a variable or a hash is not known. */
  readonly unsureIn: Lists<T>;
  /** By `namespace/name` without the hash that a generator puts behind it. */
  readonly hashedAt: Lists<T>;
}

const known = new WeakMap<readonly RealObject[], Placed<RealObject>>();

/** The objects of a list by place and name. The list must be one that lasts, and does not change. */
export function placed<T extends RealObject>(all: readonly T[]): Placed<T> {
  const before = known.get(all);
  // What was sorted is what is asked for.
  if (before !== undefined) return before as Placed<T>;
  const hashed = all.filter(({ name }) => bareName(name) !== undefined);
  const inNamespace = listsOf(all, ({ namespace }) => namespace);
  const names = new Map<string, readonly string[]>();
  const made: Placed<T> = {
    at: listsOf(all, placeOf),
    named: listsOf(all, ({ name }) => name),
    inNamespace,
    namesIn: (namespace) => {
      const found = names.get(namespace) ?? inNamespace(namespace).map(({ name }) => name);
      names.set(namespace, found);
      return found;
    },
    unsureIn: listsOf(all.filter(isUnsure), ({ namespace }) => namespace),
    hashedAt: listsOf(hashed, ({ namespace, name }) => placeOf({ namespace, name: bareName(name) ?? name })),
  };
  known.set(all, made);
  return made;
}

function isUnsure({ name, confidence }: RealObject): boolean {
  return confidence === "likely" && (name.includes("${") || bareName(name) !== undefined);
}

/** A name without the hash at its end; undefined where it has none. */
export function bareName(name: string): string | undefined {
  return /-[a-z0-9]{10}$/.test(name) ? name.slice(0, -11) : undefined;
}
