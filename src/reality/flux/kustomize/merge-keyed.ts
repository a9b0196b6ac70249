import { copy, isMapping, textAt } from "../../value.ts";
import type { Mapping, Value } from "../../value.ts";
import { KeyedItems } from "./keyed-items.ts";

/** The values of an item's keys; `""` for one that it does not say. */
type Key = readonly string[];

type Merge = (before: Mapping | undefined, change: Mapping) => Mapping | undefined;

/**
 * Merges lists whose items are told apart by keys, with kustomize's order: what the patch brings first,
 * but where several keys are in use, the items that were there in their own order behind it. Where one
 * side is silent about a second key (a port's protocol), kustomize takes the items for the same and
 * keeps the one that speaks (kyaml/yaml/walk/associative_sequence.go).
 */
export function mergeKeyed(
  target: readonly Value[],
  changes: readonly Value[],
  keys: readonly string[],
  merge: Merge,
): Value[] {
  const keyOf = (item: Value): Key => keys.map((key) => textAt(item, key) ?? "");
  const distinct = new Map<string, Key>();
  for (const item of [...changes, ...target]) {
    const key = keyOf(item);
    if (key.some((part) => part !== "")) distinct.set(JSON.stringify(key), key);
  }
  const wanted = keys.length > 1 ? unified([...distinct.values()]) : [...distinct.values()];
  const used = keys.filter((_, at) => wanted.some((key) => key[at] !== ""));

  const there = new KeyedItems(target, keys);
  const patches = new KeyedItems(copy([...changes]), keys);
  const merged = new KeyedItems([], keys);
  for (const key of wanted) {
    const exact = keys.map((name, at) => [name, key[at] ?? ""] as const).filter(([, part]) => part !== "");
    const at = there.placesOf(exact)[0];
    const before = at === undefined ? undefined : there.at(at);
    const change = patches
      .placesOf(exact)
      .map((place) => patches.at(place))
      .find(isMapping);
    const result = change === undefined ? before : merge(isMapping(before) ? before : undefined, change);
    // Kustomize takes the directive off once it has been followed.
    if (change !== undefined) delete change["$patch"];
    const named = keys
      .map((name, index) => [name, key[index] ?? ""] as const)
      .filter(([name]) => used.includes(name));
    if (!isMapping(result) || Object.keys(result).length === 0) {
      there.remove(named);
      continue;
    }
    if (at !== undefined) there.put(at, result);
    merged.set(named, result);
  }
  for (const item of there.all()) merged.append(item, used);
  return merged.all();
}

/** Two keys that share a part and differ only where one is silent become one. */
function unified(keys: Key[]): Key[] {
  const alike = likeFirst(keys);
  for (let i = 0; i < keys.length; i++) {
    const a = keys[i] ?? [];
    for (const j of alike(i)) {
      const b = keys[j] ?? [];
      const clash = a.some((part, at) => part !== b[at] && part !== "" && b[at] !== "");
      if (clash || !a.some((part, at) => part === b[at])) continue;
      keys[i] = keys[j] = a.map((part, at) => (part === "" ? (b[at] ?? "") : part));
    }
  }
  return keys;
}

/** Which keys may become one with another: two that both speak in their first part must say the same there. */
function likeFirst(keys: readonly Key[]): (at: number) => Iterable<number> {
  if (keys.some(([first]) => first === "")) return () => keys.keys();
  const places = new Map<string | undefined, number[]>();
  for (const [at, [first]] of keys.entries()) {
    const same = places.get(first);
    if (same === undefined) places.set(first, [at]);
    else same.push(at);
  }
  return (at) => places.get(keys[at]?.[0]) ?? [];
}
