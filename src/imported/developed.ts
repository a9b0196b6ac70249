import type { AllFacts } from "../evaluated/facts.ts";
import { developedCopy } from "./developed-copy.ts";
import { developedRelease } from "./developed-release.ts";
import { developedSet } from "./developed-set.ts";
import type { Entry, Importing } from "./entries.ts";
import { isScript, type Development } from "./development.ts";
import { Groups } from "./groups-edit.ts";
import type { Side } from "./proof.ts";
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

/** The resources that some `--develop` deploys in another way, or has wait for another. */
export function developedNames(plain: AllFacts, ways: readonly Loaded[]): ReadonlySet<string> {
  const names = [...plain.keys()];
  return new Set(
    ways.flatMap((way) =>
      way.develop === undefined || !("side" in way) ? [] : names.filter((name) => isOther(way, name, plain)),
    ),
  );
}

function isOther(
  { side: { facts } }: Loaded & { readonly side: Side },
  name: string,
  plain: AllFacts,
): boolean {
  return JSON.stringify(facts.get(name)) !== JSON.stringify(plain.get(name));
}

function isTaken(importing: Importing, groups: Groups, development: Development): boolean {
  const deploy = development.facts.get(development.name);
  if (isScript(deploy, "helm-release.sh")) return developedRelease(importing, groups, development);
  if (isScript(deploy, "apply-manifests.sh")) return developedSet(importing, groups, development);
  return developedCopy(importing, groups, development);
}
