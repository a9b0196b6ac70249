import { entry, type Entry } from "./entries.ts";

interface Group {
  readonly head: Entry;
  readonly kinds: Record<string, Record<string, unknown>>;
}

const kinds = ["workloads", "helmReleases", "manifests"];

/** The groups of an inventory, in which entries can be moved. */
export class Groups {
  readonly #inventory: Entry;
  readonly #groups: Map<string, Group>;
  readonly #settings: Record<string, unknown> = {};

  constructor(inventory: Entry) {
    this.#inventory = inventory;
    this.#groups = new Map(
      Object.entries((inventory["groups"] ?? {}) as Readonly<Record<string, Entry>>).map(([key, group]) => [
        key,
        {
          head: Object.fromEntries(Object.entries(group).filter(([one]) => !kinds.includes(one))),
          kinds: Object.fromEntries(
            kinds.map((kind) => [kind, { ...(group[kind] as Record<string, unknown> | undefined) }]),
          ),
        },
      ]),
    );
  }

  /** Takes a workload out, by its full name; undefined where no group has it. */
  take(full: string): { readonly group: string; readonly entry: Entry } | undefined {
    for (const [group, { kinds: all }] of this.#groups) {
      const workloads = all["workloads"] ?? {};
      const key = Object.keys(workloads).find((one) => this.nameOf(group, one) === full);
      if (key === undefined) continue;
      const one = workloads[key];
      all["workloads"] = Object.fromEntries(Object.entries(workloads).filter(([other]) => other !== key));
      return {
        group,
        entry: this.#explicit(group, typeof one === "string" ? { target: one } : (one as Entry)),
      };
    }
    return undefined;
  }

  /** Adds an entry under its full name to the group, or to another that can give it that. */
  put(group: string | undefined, kind: string, full: string, value: Entry): void {
    const fits = (key: string): boolean => {
      const prefix = this.prefixOf(key);
      return full.startsWith(prefix) && full !== prefix;
    };
    let home = group !== undefined && fits(group) ? group : undefined;
    home ??= [...this.#groups.keys()]
      .filter(fits)
      .sort((a, b) => this.prefixOf(b).length - this.prefixOf(a).length)[0];
    if (home === undefined) {
      home = "developed";
      for (let next = 2; this.#groups.has(home); next++) home = `developed-${next}`;
      this.#groups.set(home, { head: {}, kinds: Object.fromEntries(kinds.map((one) => [one, {}])) });
    }
    const found = this.#groups.get(home);
    if (found === undefined) return;
    const own = this.spaceOf(home);
    const { namespace, label, ...rest } = value;
    const isOwn = JSON.stringify([label].flat()) === JSON.stringify(this.labelsOf(home));
    found.kinds[kind] = {
      ...found.kinds[kind],
      [full.slice(this.prefixOf(home).length)]: entry({
        ...rest,
        namespace: namespace === own ? undefined : namespace,
        label: isOwn ? undefined : label,
      }),
    };
  }

  /** True for an image that the inventory builds. */
  readonly hasImage = (ref: string): boolean => Object.hasOwn(this.#inventory["images"] ?? {}, ref);

  /** Says something under `tilt`. */
  setting(key: string, value: unknown): void {
    this.#settings[key] = value;
  }

  /** Key of an entry of a group, for a full name; the name itself where the group cannot give it. */
  nameOf(group: string, key: string): string {
    return `${this.prefixOf(group)}${key}`;
  }

  prefixOf(group: string): string {
    const prefix = this.#groups.get(group)?.head["prefix"];
    return typeof prefix === "string" ? prefix : "";
  }

  spaceOf(group: string): unknown {
    return this.#groups.get(group)?.head["namespace"];
  }

  labelsOf(group: string): readonly unknown[] {
    return [this.#groups.get(group)?.head["label"] ?? group].flat();
  }

  /** The inventory with the groups as they are now; one that lost all that it had is gone. */
  inventory(): Entry {
    const groups = [...this.#groups].flatMap(([key, { head, kinds: all }]) => {
      const filled = Object.entries(all).filter(([, entries]) => Object.keys(entries).length > 0);
      return filled.length === 0 ? [] : [[key, { ...head, ...Object.fromEntries(filled) }] as const];
    });
    const { version, cluster, tilt, ...rest } = this.#inventory;
    const settings = { ...(tilt as Entry | undefined), ...this.#settings };
    return entry({
      ...{ version, cluster },
      tilt: Object.keys(settings).length === 0 ? undefined : settings,
      ...rest,
      groups: groups.length === 0 ? undefined : Object.fromEntries(groups),
    });
  }

  /** With what the group said for it. */
  #explicit(group: string, one: Entry): Entry {
    const { label = this.labelsOf(group), namespace = this.spaceOf(group), ...rest } = one;
    return entry({ ...rest, namespace, label });
  }
}
