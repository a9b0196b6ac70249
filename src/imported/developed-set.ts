import { posix } from "node:path";
import type { Facts } from "../evaluated/facts.ts";
import { entry, inCluster, quiet, shown, some, without, type Entry, type Importing } from "./entries.ts";
import type { Development } from "./development.ts";
import { objectName } from "./developed-release.ts";
import type { Groups } from "./groups-edit.ts";
import { isBelowWrapper } from "./image.ts";

/** A set of manifests that Flux owns: what `apply-manifests.sh` is told, and what waits for the set then. */
export function developedSet(
  importing: Importing,
  groups: Groups,
  { name, plain, facts, folder }: Development,
): boolean {
  const set = facts.get(name);
  const call = importing.tiltfiles.calls("develop_manifests").find(({ positional: [one] }) => one === name);
  const sources = call?.named.get("sources");
  if (set === undefined || typeof sources !== "object") return false;
  const [, , , ownerSpace = "", owner = "", , ...words] = set.apply ?? [];
  const members = [...plain].filter(
    ([one, { dependsOn }]) => !dependsOn.includes(name) && facts.get(one)?.dependsOn.includes(name) === true,
  );
  const paths = sources.map((path) => `./${posix.join(folder, path)}`);
  const isFiles = paths.every((path) => /\.(ya?ml|json)$/.test(path));
  const own = shown(importing, name, {
    ...set,
    dependsOn: set.dependsOn.filter((one) => !one.startsWith("flux-suspend:")),
  });
  const images = knownImages(groups, [set]);
  if (images.length < refsOf([set]).length)
    for (const field of ["images", "applyEnv"]) quiet(importing, name, field);
  const render = words.slice(0, words.indexOf("--config"));
  if (render.join(" ") !== "npx fluxtilt") groups.setting("fluxtilt", render);
  putSet(importing, groups, name, {
    members,
    set: {
      kustomize: isFiles ? undefined : paths[0],
      files: isFiles ? paths : undefined,
      flux: objectName(ownerSpace, owner),
      label: own["label"],
      images: some(images),
      dependsOn: own["dependsOn"],
    },
  });
  return true;
}

/** The images of the inventory that are built for some resources. */
export function knownImages(groups: Groups, all: readonly Facts[]): readonly string[] {
  return refsOf(all).filter(groups.hasImage);
}

function refsOf(all: readonly Facts[]): readonly string[] {
  const refs = all.flatMap(({ images = [] }) => images.map(({ ref }) => ref));
  return [...new Set(refs)].filter((ref) => !isBelowWrapper(ref));
}

/** A set of manifests, and what it shows. */
export interface ShownSet {
  readonly set: Entry;
  /** What is watched without the set, by full name. */
  readonly members: readonly (readonly [full: string, facts: Facts])[];
  /** What a copy's resources take of its objects, by full name. */
  readonly claimed?: ReadonlyMap<string, Claimed>;
}

interface Claimed {
  readonly objects: readonly string[];
  readonly hasTarget: boolean;
}

/** Puts a set into the group of what it shows, which moves into it. */
export function putSet(
  importing: Importing,
  groups: Groups,
  name: string,
  { set, members, claimed }: ShownSet,
): void {
  const moved = members.map(([full, facts]) => {
    const found = groups.take(full);
    const one = found?.entry ?? objectsOf(importing, full, facts);
    return { full, group: found?.group, entry: claiming(one, claimed?.get(full)) };
  });
  const home = moved.find(({ group }) => group !== undefined)?.group;
  const space = moved.find(({ entry: one }) => one["namespace"] !== undefined)?.entry["namespace"];
  const prefix = home === undefined ? "" : groups.prefixOf(home);
  const resources = Object.fromEntries(
    moved.map(({ full, entry: one }) => {
      const isNamed = full.startsWith(prefix) && full !== prefix;
      const { namespace, label, services, ...rest } = one;
      return [
        isNamed ? full.slice(prefix.length) : full,
        entry({
          name: isNamed ? undefined : full,
          ...rest,
          namespace: namespace === space ? undefined : namespace,
          label: isSame(label, set["label"]) ? undefined : label,
          // A copy's are in its own namespace.
          services: (services as readonly Entry[] | undefined)?.map((service) =>
            service["namespace"] === namespace ? without(service, "namespace") : service,
          ),
        }),
      ];
    }),
  );
  groups.put(home, "manifests", name, { ...set, namespace: space, resources });
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify([one].flat()) === JSON.stringify([other].flat());
}

/** What is no workload is an object of the set, for which nothing waits unless told. */
function claiming(one: Entry, { objects, hasTarget }: Claimed = { objects: [], hasTarget: true }): Entry {
  const { target, ...rest } = one;
  if (typeof target !== "string" || hasTarget)
    return entry({ ...one, objects: one["objects"] ?? some(objects) });
  const readiness = rest["readiness"] === "ignore" ? undefined : "wait";
  return entry({ ...rest, objects, readiness });
}

/** Several objects, which are watched as one: `observe_objects`. */
function objectsOf(importing: Importing, name: string, facts: Facts): Entry {
  const words = (facts.apply ?? []).slice(3);
  const at = words.indexOf("-n");
  const namespace = at < 0 ? undefined : words[at + 1];
  // Alone it has no place, as part of a set it has.
  const told = importing.notes.findIndex(({ about }) => about?.name === name && about.field === "*");
  if (told >= 0) importing.notes.splice(told, 1);
  const readiness = facts.readiness === "ignore" ? "wait" : facts.readiness;
  return entry({
    namespace,
    objects: some(
      (at < 0 ? words : words.slice(0, at)).map((word) => {
        const [kind = "", ...rest] = word.split("/");
        return `${rest.join("/")}:${kind}`;
      }),
    ),
    ...shown(importing, name, facts),
    ...inCluster(importing, name, readiness === undefined ? facts : { ...facts, readiness }),
  });
}
