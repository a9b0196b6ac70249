import { entry, type Entry } from "./entries.ts";
import type { ImportedSet } from "./parts.ts";
import type { ImportedResource } from "./workload.ts";

/** A resource with what stands on it. */
export interface Placed extends ImportedResource {
  readonly name: string;
  readonly buttons: Record<string, Entry>;
  readonly services: unknown[];
}

/** A group for each namespace, with what its entries have in common said once. */
export function groupsOf(
  resources: readonly Placed[],
  sets: readonly ImportedSet[],
): Readonly<Record<string, Entry>> {
  const namespaces = [...new Set([...resources, ...sets].map(({ namespace }) => namespace))];
  return Object.fromEntries(
    namespaces.map((namespace) => [
      namespace ?? "cluster",
      groupOf(
        namespace,
        resources.filter((one) => one.namespace === namespace),
        sets.filter((one) => one.namespace === namespace),
      ),
    ]),
  );
}

function groupOf(
  namespace: string | undefined,
  members: readonly Placed[],
  sets: readonly ImportedSet[],
): Entry {
  const names = [...members, ...sets].map(({ name }) => name);
  const prefix = /^[^:]+: */.exec(names[0] ?? "")?.[0] ?? "";
  const shared = names.every((name) => name.startsWith(prefix) && name !== prefix) ? prefix : "";
  const written = members.map(({ entry: one }) => one["label"]);
  const isOne = new Set(written.map((one) => JSON.stringify(one))).size === 1;
  const label = isOne ? written[0] : undefined;
  const own = label === undefined ? [namespace ?? "cluster"] : labels(label);
  const of = (
    of: readonly Placed[],
    kind: Placed["kind"],
    inherited: readonly string[],
  ): Record<string, unknown> =>
    Object.fromEntries(
      of
        .filter((one) => one.kind === kind)
        .map((one) => [one.name.slice(shared.length), short(whole(one, inherited))]),
    );
  const manifests = sets.map(({ name, entry: one }) => {
    const inherited = one["label"] === undefined ? own : labels(one["label"]);
    const parts = members.filter(({ set }) => set === name);
    return [
      name.slice(shared.length),
      entry({
        ...one,
        label: JSON.stringify(inherited) === JSON.stringify(own) ? undefined : one["label"],
        resources: of(parts, "part", inherited),
      }),
    ] as const;
  });
  return entry({
    namespace,
    label,
    prefix: shared === "" ? undefined : shared,
    workloads: nonEmpty(of(members, "workload", own)),
    helmReleases: nonEmpty(of(members, "release", own)),
    manifests: nonEmpty(Object.fromEntries(manifests)),
  });
}

function labels(label: unknown): readonly string[] {
  return typeof label === "string" ? [label] : (label as readonly string[]);
}

/** The entry with its buttons and forwards; labels that it would have anyway are not said. */
export function whole({ entry: one, buttons, services }: Placed, inherited: readonly string[]): Entry {
  return entry({
    ...one,
    label: JSON.stringify(labels(one["label"])) === JSON.stringify(inherited) ? undefined : one["label"],
    services: services.length === 0 ? undefined : services,
    buttons: nonEmpty(buttons),
  });
}

/** A workload with nothing but its object is its object. */
function short(one: Entry): unknown {
  const keys = Object.keys(one);
  return keys.length === 1 && keys[0] === "target" ? one["target"] : one;
}

/** Undefined for a map without entries. */
export function nonEmpty<T extends object>(record: T): T | undefined {
  return Object.keys(record).length === 0 ? undefined : record;
}
