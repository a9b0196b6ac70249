import type { FragmentFile, InventoryFiles, RootFile } from "../inventory/file.ts";
import type { WrittenGroup } from "../inventory/schema/inventory.ts";
import { at, entriesAt, type Origin } from "../source/origin.ts";
import { posix } from "node:path";

/** A resource that other entries can name. */
export interface Nameable {
  readonly name: string;
  readonly tiltfile: string;
  readonly origin: Origin;
}

/** Every resource's full name, known before anything is resolved, so that references can go both ways. */
export interface NameIndex {
  /** By group and key; several when a workload and a release share a key. */
  readonly byGroup: ReadonlyMap<string, ReadonlyMap<string, readonly Nameable[]>>;
  readonly byName: ReadonlyMap<string, readonly Nameable[]>;
  /** Sets of manifests, which are no resources while Flux owns them: the names of those that they show. */
  readonly sets: ReadonlyMap<string, readonly string[]>;
}

/** The identity of a group: two files may have groups of the same key. */
export function groupId(file: RootFile | FragmentFile, key: string): string {
  return `${file.path}\0${key}`;
}

/** The Tiltfile beside an inventory file. */
export function tiltfileBeside({ folder }: RootFile | FragmentFile): string {
  return folder === "." ? "Tiltfile" : `${folder}/Tiltfile`;
}

/** The Tiltfile that a group goes to. */
export function tiltfileOf(file: RootFile | FragmentFile, group: WrittenGroup): string {
  return group.tiltfile === undefined
    ? tiltfileBeside(file)
    : posix.normalize(posix.join(file.folder, group.tiltfile));
}

/** Collects the names of all resources; linear in the inventory. */
export function indexNames(files: InventoryFiles): NameIndex {
  const byGroup = new Map<string, Map<string, Nameable[]>>();
  const byName = new Map<string, Nameable[]>();
  const sets = new Map<string, readonly string[]>();
  const add = (key: string, nameable: Nameable, group?: string): void => {
    append(byName, nameable.name, nameable);
    if (group === undefined) return;
    const keys = byGroup.get(group) ?? new Map<string, Nameable[]>();
    byGroup.set(group, keys);
    append(keys, key, nameable);
  };
  for (const file of [files.root, ...files.fragments]) {
    const beside = tiltfileBeside(file);
    for (const [key, task, origin] of entriesAt(at(file.origin, "tasks"), file.body.tasks))
      add(key, { name: nameOf(task, key), tiltfile: beside, origin });
    for (const [groupKey, group, groupOrigin] of entriesAt(at(file.origin, "groups"), file.body.groups)) {
      const id = groupId(file, groupKey);
      const tiltfile = tiltfileOf(file, group);
      const collect = (entries: [string, unknown, Origin][]): void => {
        for (const [key, entry, origin] of entries)
          add(key, { name: nameOf(entry, `${group.prefix}${key}`), tiltfile, origin }, id);
      };
      collect(entriesAt(at(groupOrigin, "workloads"), group.workloads));
      collect(entriesAt(at(groupOrigin, "helmReleases"), group.helmReleases));
      collect(entriesAt(at(groupOrigin, "tasks"), group.tasks));
      for (const [key, set, origin] of entriesAt(at(groupOrigin, "manifests"), group.manifests)) {
        const shown = entriesAt(at(origin, "resources"), set.resources);
        collect(shown);
        const names = shown.map(([one, entry]) => nameOf(entry, `${group.prefix}${one}`));
        for (const name of [`${group.prefix}${key}`, `${id}\0${key}`]) sets.set(name, names);
      }
    }
  }
  for (const [key, , origin] of entriesAt(at(files.root.origin, "secrets"), files.root.body.secrets))
    add(key, { name: key, tiltfile: tiltfileBeside(files.root), origin });
  const { mcp } = files.root.body;
  for (const [key, , origin] of entriesAt(at(files.root.origin, "mcp", "servers"), mcp?.servers))
    add(key, { name: `${mcp?.prefix ?? ""}${key}`, tiltfile: tiltfileBeside(files.root), origin });
  return { byGroup, byName, sets };
}

/** The name that an entry gives itself, or the one it is given. */
export function nameOf(entry: unknown, otherwise: string): string {
  if (typeof entry !== "object" || entry === null || !("name" in entry)) return otherwise;
  return typeof entry.name === "string" ? entry.name : otherwise;
}

function append<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}
