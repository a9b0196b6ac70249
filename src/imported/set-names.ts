import { posix } from "node:path";
import type { AllFacts, Facts } from "../evaluated/facts.ts";
import { setOf, uncategorized, type Manifests, type PlannedSet } from "./manifest-sets.ts";
import { isWorkload } from "./object-words.ts";

/**
 * A resource of a copy that has nothing but objects, and says nothing else of them, is the one that fluxtilt
 * makes of what no resource shows: the set has its name then, unless it is among `used`: nothing can wait for a set, or stand on it. Others
 * are named by their source.
 */
export function nameSets(
  sets: readonly PlannedSet[],
  facts: AllFacts,
  { deployed }: Manifests,
  used: ReadonlySet<string>,
  usual: Facts["trigger"],
): ReadonlyMap<PlannedSet, string> {
  const names = new Map<PlannedSet, string>();
  const taken = new Set(facts.keys());
  const loose = deployed.get(uncategorized) ?? [];
  for (const set of sets) {
    if (set.form.kind === "watch") continue;
    const parts = [...deployed].filter(([name, objects]) => name !== uncategorized && setOf([set], objects));
    const rest = parts.find(
      ([name, objects]) =>
        set.form.kind === "copy" &&
        objects.every((one) => set.written.has(one) && !isWorkload(one)) &&
        !loose.some((one) => set.written.has(one)) &&
        !used.has(name) &&
        isPlain(facts.get(name), usual),
    );
    const prefix = /^[^:]+: */.exec(parts[0]?.[0] ?? "")?.[0] ?? "";
    const [file = ""] = set.files;
    const source = set.kustomize ?? (set.files.length === 1 ? file : posix.dirname(file));
    const stem = posix.basename(source).replace(/\.\w+$/, "");
    const base = `${prefix}${/^\.*$/.test(stem) ? "manifests" : stem}`;
    const choices = [base, `${base}-manifests`, ...[...sets.keys()].map((index) => `${base}-${index + 2}`)];
    const name = rest?.[0] ?? choices.find((one) => !taken.has(one)) ?? base;
    taken.add(name);
    names.set(set, name);
  }
  return names;
}

function isPlain(facts: Facts | undefined, usual: Facts["trigger"]): boolean {
  if (facts === undefined) return false;
  const { links, forwards = [], readiness, autoInit, trigger } = facts;
  return links.length + forwards.length === 0 && readiness === "ignore" && autoInit && trigger === usual;
}
