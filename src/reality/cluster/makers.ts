import type { Maker } from "../model.ts";
import { isMapping, listAt } from "../value.ts";
import type { Mapping } from "../value.ts";
import { idKey, idOf } from "./inventory.ts";
import { controllerOf, findMaker } from "./owners.ts";
import type { Client } from "./listing.ts";

/** Deeper than any operator builds, and a bound for what is asked. */
const mostRounds = 4;

/**
 * Reads what made the objects, and what made that, until each chain ends: custom resources whose kinds
 * nobody lists otherwise. One request a kind. What may not be read ends its chain. `isKnown` is true for
 * what needs no reading, since Flux's inventory names it.
 */
export async function readMakers(
  client: Client,
  objects: Map<string, Mapping>,
  isKnown: (maker: Maker) => boolean,
): Promise<void> {
  const asked = new Set<string>();
  for (let round = 0; round < mostRounds; round++) {
    const wanted = new Set<string>();
    for (const object of objects.values()) {
      const maker = controllerOf(object);
      if (maker === undefined || isKnown(maker) || findMaker(objects, maker) !== undefined) continue;
      const kind = maker.group === "" ? maker.kind : `${maker.kind}.${maker.group}`;
      if (!asked.has(kind)) wanted.add(kind);
    }
    if (wanted.size === 0) return;
    const found = await Promise.all(
      [...wanted].map(async (kind) => {
        asked.add(kind);
        const said = await client.run(["get", kind, "--all-namespaces", "--output=json"]);
        return "failure" in said ? [] : itemsOf(said.text);
      }),
    );
    for (const object of found.flat()) objects.set(idKey(idOf(object)), object);
  }
}

function itemsOf(text: string): readonly Mapping[] {
  try {
    const value: unknown = JSON.parse(text);
    return isMapping(value) ? listAt(value, "items").filter(isMapping) : [];
  } catch {
    return [];
  }
}
