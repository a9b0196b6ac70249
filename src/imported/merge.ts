import type { Dashboard } from "../dashboard/model.ts";
import type { Addition } from "../inventory/edit/addition.ts";
import { buttonsOf, resourceNames } from "../rules/parts.ts";
import { at, type Origin } from "../source/origin.ts";
import { valueAt } from "../source/scalar-text.ts";
import type { SourceFile } from "../source/source.ts";
import { Additions } from "./additions.ts";
import { entry, tell, type Entry, type Importing } from "./entries.ts";
import { groupFor, type ExistingGroup } from "./group-for.ts";
import { mergeSettings } from "./merge-settings.ts";

/** Names in Tilt that an inventory has already, those of its hand-written files too. */
export interface Taken {
  readonly resources: ReadonlySet<string>;
  readonly buttons: ReadonlySet<string>;
}

/**
 * What an imported inventory has beside the one that is there, as additions to its files: an entry whose full
 * name in Tilt is taken stays as it is. What cannot be added is told.
 */
export function mergeInto(
  importing: Importing,
  imported: Entry,
  dashboard: Dashboard,
  written: Taken,
): ReadonlyMap<SourceFile, readonly Addition[]> {
  const additions = new Additions();
  const [root] = dashboard.sources;
  if (root === undefined) return additions.bySource;
  const top: Origin = { source: root, path: [] };
  const taken: Taken = {
    resources: new Set([...written.resources, ...resourceNames(dashboard).map(({ name }) => name)]),
    buttons: new Set([...written.buttons, ...buttonsOf(dashboard).map(({ button }) => button.name)]),
  };
  const merging: Merging = { importing, dashboard, additions, taken };
  const { buttons, tasks, groups, ...others } = imported;
  for (const [name, one] of named(buttons))
    if (!taken.buttons.has(name)) additions.addNamed(at(top, "buttons"), name, "", one);
  for (const [name, one] of named(tasks)) mergeResource(merging, at(top, "tasks"), name, "", one);
  for (const [key, group] of mapOf(groups)) mergeGroup(merging, top, key, group as Entry);
  mergeSettings(importing, additions, top, dashboard.tilt, others, taken.resources);
  return additions.bySource;
}

interface Merging {
  readonly importing: Importing;
  readonly dashboard: Dashboard;
  readonly additions: Additions;
  readonly taken: Taken;
}

const kinds = ["workloads", "helmReleases", "manifests", "tasks"] as const;

function mergeGroup(merging: Merging, top: Origin, key: string, group: Entry): void {
  const { dashboard, additions, taken } = merging;
  const { namespace, label = [key], prefix = "", ...rest } = group;
  const head = Object.entries(rest).filter(([one]) => !kinds.some((kind) => kind === one));
  let fresh: ExistingGroup | undefined;
  const placeFor = (full: string): ExistingGroup => {
    const found = fresh ?? groupFor(dashboard, namespace, full);
    if (found !== undefined) return found;
    const free = additions.freeKey(at(top, "groups"), key);
    const origin = at(top, "groups", free);
    const isDefault = group["label"] === undefined && free === key;
    const own = { namespace, label: isDefault ? undefined : label, prefix: group["prefix"] };
    for (const [field, value] of [...Object.entries(entry(own)), ...head])
      additions.add(origin, field, value);
    fresh = { origin, prefix: String(prefix), labels: listOf(label) };
    return fresh;
  };
  for (const kind of kinds)
    for (const [full, one] of named(group[kind], String(prefix))) {
      if (taken.resources.has(full)) {
        mergeResource(merging, top, full, "", one);
        continue;
      }
      const place = placeFor(full);
      const { label: own = label, ...value } = typeof one === "string" ? { target: one } : (one as Entry);
      const labels = JSON.stringify(listOf(own)) === JSON.stringify(place.labels) ? {} : { label: own };
      additions.addNamed(at(place.origin, kind), full, place.prefix, { ...value, ...labels });
    }
}

/** Adds a resource that is not there; one that is gets the buttons and forwards that are not. */
function mergeResource(merging: Merging, origin: Origin, full: string, prefix: string, one: unknown): void {
  const { importing, dashboard, additions, taken } = merging;
  if (!taken.resources.has(full)) {
    additions.addNamed(origin, full, prefix, one);
    return;
  }
  if (typeof one === "string") return;
  const place = resourceNames(dashboard).find(({ name }) => name === full)?.origin;
  const there = place === undefined ? undefined : valueAt(place);
  const isMap = typeof there === "object" && there !== null;
  const why =
    place === undefined
      ? `\`${full}\` comes from a hand-written file of the inventory`
      : `\`${full}\` is written in its short form there`;
  const { buttons, services = [] } = one as {
    readonly buttons?: unknown;
    readonly services?: readonly Entry[];
  };
  for (const [name, button] of named(buttons, `${full}:`)) {
    if (taken.buttons.has(name)) continue;
    if (place !== undefined && isMap) additions.addNamed(at(place, "buttons"), name, `${full}:`, button);
    else tell(importing, name, "*", `it is left out, since ${why}`);
  }
  const missing = services.filter(({ local }) => !taken.resources.has(`${full}:forward-${String(local)}`));
  if (missing.length === 0) return;
  if (place !== undefined && isMap && !("services" in there)) additions.add(place, "services", missing);
  else
    for (const { local } of missing)
      tell(
        importing,
        `${full}:forward-${String(local)}`,
        "*",
        `it is left out, since ${isMap ? `\`${full}\` has a list of \`services\` there` : why}`,
      );
}

function mapOf(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}

/** Entries by their full name in Tilt. */
function named(value: unknown, prefix = ""): readonly (readonly [full: string, one: unknown])[] {
  return mapOf(value).map(([key, one]) => {
    const { name } = (typeof one === "object" && one !== null ? one : {}) as { readonly name?: string };
    return [name ?? `${prefix}${key}`, one];
  });
}

function listOf(label: unknown): readonly unknown[] {
  return Array.isArray(label) ? label : [label];
}
