import type { FragmentFile, RootFile } from "../inventory/file.ts";
import { KeySets } from "../source/key-sets.ts";
import { at, type Origin } from "../source/origin.ts";
import type { Allowance } from "./model.ts";

interface Written {
  readonly rule: string;
  /** Absent in button sets, whose defaults are not filled in yet. */
  readonly to?: "off" | "warning";
}

/** Every `allow:` of the inventory: those of the root's list, and those that stand on entries. */
export function resolveAllowances(files: readonly (RootFile | FragmentFile)[]): readonly Allowance[] {
  const keys = new KeySets();
  return files.flatMap((file) => collect(file, keys));
}

/** Walks the parsed body; `allow` is a key of the language wherever a map has it as a list of rules. */
function collect(file: RootFile | FragmentFile, keys: KeySets): Allowance[] {
  const found: Allowance[] = [];
  // Only behind a backslash could the key be written with other letters.
  if (!/allow|\\/.test(file.source.text)) return found;
  const path: string[] = [];
  const within = (key: string, item: unknown): void => {
    if (typeof item !== "object" || item === null) return;
    if (key === "allow" && isAllowList(item)) {
      const origin = at(file.origin, ...path);
      for (const [index, one] of item.entries())
        found.push({
          rule: one.rule,
          to: one.to ?? "off",
          at: path.length === 0 ? placeOf(one, origin, keys) : origin,
          origin: at(origin, "allow", index),
        });
    } else if (!Array.isArray(item)) {
      // All entries of the language stand in maps.
      path.push(key);
      below(item);
      path.pop();
    }
  };
  const below = (value: object): void => {
    for (const key of Object.keys(value)) within(key, (value as Record<string, unknown>)[key]);
  };
  below(file.body);
  return found;
}

function isAllowList(value: unknown): value is Written[] {
  return (
    Array.isArray(value) &&
    value.every((item) => typeof item === "object" && item !== null && "rule" in item && "reason" in item)
  );
}

/** `at: groups.monitoring` of the root's list; keys with dots in them are found by the longest that fits. */
function placeOf(
  written: Written & { readonly at?: string },
  { source }: Origin,
  keys: KeySets,
): Origin | undefined {
  if (written.at === undefined) return undefined;
  const path: string[] = [];
  let rest = written.at;
  while (rest !== "") {
    const key = longestKey(keys.at(source, path), rest);
    // Below a key that is not there is nothing to be found.
    if (key === undefined) return { source, path: [...path, ...rest.split(".")] };
    path.push(key);
    rest = rest.slice(key.length + 1);
  }
  return { source, path };
}

/** The characters that a key without a `?` before it may have (YAML 1.2, 7.4.2). */
const longestName = 1024;

/** The longest key that `text` is, or begins with before a dot. */
function longestKey(keys: ReadonlySet<string>, text: string): string | undefined {
  if (keys.has(text)) return text;
  let end = text.lastIndexOf(".", longestName);
  while (end > 0 && !keys.has(text.slice(0, end))) end = text.lastIndexOf(".", end - 1);
  return end > 0 ? text.slice(0, end) : undefined;
}
