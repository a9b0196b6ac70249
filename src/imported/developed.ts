import type { AllFacts } from "../evaluated/facts.ts";
import { developedCopy } from "./developed-copy.ts";
import { developedRelease } from "./developed-release.ts";
import { developedSet } from "./developed-set.ts";
import type { Entry, Importing } from "./entries.ts";
import { isScript, type Development } from "./development.ts";
import { Groups } from "./groups-edit.ts";
import type { Loaded } from "./ways.ts";

/**
 * The inventory in which what `--develop` deploys is an entry that Flux owns, in the place of the workloads that
 * are watched without it. A way that is no such deploy is told, and the inventory stays as it is there.
 */
export function withDeveloped(
  importing: Importing,
  inventory: Entry,
  plain: AllFacts,
  ways: readonly Loaded[],
): Entry {
  const groups = new Groups(inventory);
  for (const way of ways) {
    const { develop: name, at, folder } = way;
    if (name === undefined) continue;
    const isDone =
      "side" in way && isTaken(importing, groups, { name, plain, facts: way.side.facts, folder });
    if (!isDone)
      importing.notes.push({
        at,
        text: `\`--develop ${name}\` deploys nothing that an inventory has a word for`,
      });
  }
  return groups.inventory();
}

/** What the `--develop` of a generated Tiltfile has otherwise than a plain load. */
export interface Developed {
  /** By full name: what is deployed in another way, or waits for another. */
  readonly names: ReadonlySet<string>;
  /** The facts of these, for each `--develop`. */
  readonly loads: readonly AllFacts[];
}

/** Looks up what each `--develop` brings about. */
export function developedOf(plain: AllFacts, ways: readonly Loaded[]): Developed {
  const loads = ways.flatMap((way) => {
    if (way.develop === undefined || !("side" in way)) return [];
    const others = [...way.side.facts].filter(
      ([name, facts]) => JSON.stringify(facts) !== JSON.stringify(plain.get(name)),
    );
    return [new Map(others)];
  });
  return { names: new Set(loads.flatMap((load) => [...load.keys()])), loads };
}

function isTaken(importing: Importing, groups: Groups, development: Development): boolean {
  const deploy = development.facts.get(development.name);
  if (isScript(deploy, "helm-release.sh")) return developedRelease(importing, groups, development);
  if (isScript(deploy, "apply-manifests.sh")) return developedSet(importing, groups, development);
  return developedCopy(importing, groups, development);
}
