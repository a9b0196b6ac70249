import type { Maker } from "../model.ts";
import { isMapping, listAt } from "../value.ts";
import type { Mapping } from "../value.ts";
import { NoRoom } from "./answer-room.ts";
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
      const kind = kindOf(maker);
      if (kind !== undefined && !asked.has(kind)) wanted.add(kind);
    }
    if (wanted.size === 0) return;
    const found = await Promise.all(
      [...wanted].map(async (kind) => {
        asked.add(kind);
        const said = await client.run(["get", kind, "--all-namespaces", "--output=json"]);
        return "failure" in said ? [] : itemsOf(client, said.text);
      }),
    );
    for (const object of found.flat()) objects.set(idKey(idOf(object)), object);
  }
}

/**
 * The kind as kubectl takes it. Undefined for what is none, since anybody may write what made an object, a flag of
 * kubectl's too; and for a Secret, since kubectl would fetch the values.
 */
function kindOf({ group, kind }: Maker): string | undefined {
  const isKind = /^[A-Za-z]([-A-Za-z0-9]{0,61}[A-Za-z0-9])?$/.test(kind);
  const isGroup = group === "" || /^[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?$/.test(group);
  if (!isKind || !isGroup || /^secrets?$/i.test(kind)) return undefined;
  return group === "" ? kind : `${kind}.${group}`;
}

function itemsOf({ room }: Client, text: string): readonly Mapping[] {
  try {
    const value = room.parse(text);
    return isMapping(value) ? listAt(value, "items").filter(isMapping) : [];
  } catch (error) {
    if (error instanceof NoRoom) throw error;
    return [];
  }
}
