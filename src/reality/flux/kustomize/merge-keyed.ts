import { copy, isMapping, textAt } from "../../value.ts";
import type { Mapping, Value } from "../../value.ts";

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

  const there: Value[] = copy([...target]);
  const patches = copy([...changes]);
  const merged: Value[] = [];
  for (const key of wanted) {
    const exact = keys.map((name, at) => [name, key[at] ?? ""] as const).filter(([, part]) => part !== "");
    const matches = (item: Value): boolean => exact.every(([name, part]) => textAt(item, name) === part);
    const at = there.findIndex(matches);
    const before = there[at];
    const change = patches.find((item) => isMapping(item) && matches(item));
    const result = isMapping(change) ? merge(isMapping(before) ? before : undefined, change) : before;
    // Kustomize takes the directive off once it has been followed.
    if (isMapping(change)) delete change["$patch"];
    const named = keys
      .map((name, index) => [name, key[index] ?? ""] as const)
      .filter(([name]) => used.includes(name));
    if (!isMapping(result) || Object.keys(result).length === 0) {
      removeMatching(there, named);
      continue;
    }
    if (at >= 0) there[at] = result;
    setItem(merged, named, result);
  }
  for (const item of there) append(merged, item, used);
  return merged;
}

/** Two keys that share a part and differ only where one is silent become one. */
function unified(keys: Key[]): Key[] {
  for (let i = 0; i < keys.length; i++) {
    const a = keys[i] ?? [];
    for (let j = 0; j < keys.length; j++) {
      const b = keys[j] ?? [];
      const clash = a.some((part, at) => part !== b[at] && part !== "" && b[at] !== "");
      if (clash || !a.some((part, at) => part === b[at])) continue;
      keys[i] = keys[j] = a.map((part, at) => (part === "" ? (b[at] ?? "") : part));
    }
  }
  return keys;
}

type Named = readonly (readonly [name: string, value: string])[];

/** A key without a value asks only that the item says something. */
function fits(item: Value, named: Named): boolean {
  return named.every(([name, value]) => {
    const found = textAt(item, name);
    return found !== undefined && (value === "" || found === value);
  });
}

function removeMatching(items: Value[], named: Named): void {
  for (let at = items.length - 1; at >= 0; at--) if (fits(items[at] ?? null, named)) items.splice(at, 1);
}

/** Puts an item in the place of all that have its keys, or at the end. */
function setItem(items: Value[], named: Named, item: Value): void {
  let found = false;
  for (const [at, one] of items.entries()) {
    if (!fits(one, named)) continue;
    found = true;
    items[at] = item;
  }
  if (!found) items.push(item);
}

function append(items: Value[], item: Value, keys: readonly string[]): void {
  const named = keys.flatMap((name): Named => {
    const value = textAt(item, name);
    return value === undefined ? [] : [[name, value]];
  });
  if (named.length === 0) {
    items.push(item);
    return;
  }
  if (keys.length > 1) removeMatching(items, named);
  setItem(items, named, item);
}
