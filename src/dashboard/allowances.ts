import type { FragmentFile, RootFile } from "../inventory/file.ts";
import { at, type Origin } from "../source/origin.ts";
import type { Allowance } from "./model.ts";

interface Written {
  readonly rule: string;
  /** Absent in button sets, whose defaults are not filled in yet. */
  readonly to?: "off" | "warning";
}

/** Every `allow:` of the inventory: those of the root's list, and those that stand on entries. */
export function resolveAllowances(files: readonly (RootFile | FragmentFile)[]): readonly Allowance[] {
  return files.flatMap((file) => collect(file.body, file.origin, file.body));
}

/** Walks the parsed body; `allow` is a key of the language wherever a map has it as a list of rules. */
function collect(value: object, origin: Origin, body: object): Allowance[] {
  const below = (item: unknown, step: string | number): Allowance[] =>
    typeof item === "object" && item !== null ? collect(item, at(origin, step), body) : [];
  if (Array.isArray(value)) return value.flatMap(below);
  return Object.entries(value).flatMap(([key, item]): Allowance[] => {
    if (key !== "allow" || !isAllowList(item)) return below(item, key);
    const isRoot = value === body;
    return item.map((one, index) => ({
      rule: one.rule,
      to: one.to ?? "off",
      at: isRoot ? placeOf(one, origin) : origin,
      origin: at(origin, "allow", index),
    }));
  });
}

function isAllowList(value: unknown): value is Written[] {
  return (
    Array.isArray(value) &&
    value.every((item) => typeof item === "object" && item !== null && "rule" in item && "reason" in item)
  );
}

/** `at: groups.monitoring` of the root's list; keys with dots in them are found by the longest that fits. */
function placeOf(written: Written & { readonly at?: string }, origin: Origin): Origin | undefined {
  if (written.at === undefined) return undefined;
  const path: string[] = [];
  let rest = written.at;
  while (rest !== "") {
    const keys = origin.source.keysOf(path);
    const found = keys
      .filter((key) => rest === key || rest.startsWith(`${key}.`))
      .sort((a, b) => b.length - a.length)[0];
    const key = found ?? rest.split(".", 1)[0] ?? rest;
    path.push(key);
    rest = rest.slice(key.length + 1);
  }
  return { source: origin.source, path };
}
