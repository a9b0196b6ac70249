import type { Button, Dashboard, ManifestResource, Resource, Section } from "../dashboard/model.ts";
import { spanAt, type Origin } from "../source/origin.ts";

/** A view of the dashboard, worked out once for each: many rules ask for it. */
export function perDashboard<View>(work: (dashboard: Dashboard) => View): (dashboard: Dashboard) => View {
  const known = new WeakMap<Dashboard, { readonly view: View }>();
  return (dashboard) => {
    let found = known.get(dashboard);
    if (found === undefined) known.set(dashboard, (found = { view: work(dashboard) }));
    return found.view;
  };
}

/** All entries that are resources in Tilt or become several. */
export const resourcesOf = perDashboard((dashboard): readonly Resource[] =>
  dashboard.tiltfiles.flatMap((tiltfile) => tiltfile.sections.flatMap((section) => section.resources)),
);

/** The groups, in the order of the inventory; a part of a Tiltfile beside them is no group. */
export const groupsOf = perDashboard((dashboard): readonly Section[] =>
  dashboard.tiltfiles.flatMap(({ sections }) =>
    sections.filter(({ origin }) => origin.path.length === 2 && origin.path[0] === "groups"),
  ),
);

/** What has a place in Tilt's page: a set of manifests is its resources. */
export const shownOf = perDashboard(
  (dashboard): readonly (Exclude<Resource, { kind: "manifests" }> | ManifestResource)[] =>
    resourcesOf(dashboard).flatMap<Exclude<Resource, { kind: "manifests" }> | ManifestResource>((resource) =>
      resource.kind === "manifests" ? resource.resources : resource,
    ),
);

export interface NamedPlace {
  readonly name: string;
  readonly origin: Origin;
  /** What it is, for a message: "resource", "forward to a Service", … */
  readonly what: string;
}

/** Every name of a resource that Tilt will see, in the order of the inventory. */
export const resourceNames = perDashboard((dashboard): readonly NamedPlace[] => {
  const names: NamedPlace[] = [];
  const add = ({ name, origin }: Omit<NamedPlace, "what">, what: string): void => {
    names.push({ name, origin, what });
  };
  for (const resource of resourcesOf(dashboard)) {
    add(resource, resource.kind === "manifests" ? "set of manifests" : "resource");
    if (resource.kind === "task" || resource.kind === "secret") continue;
    if (resource.kind === "release")
      for (const one of resource.observed.slice(1)) add(one, "observed workload");
    for (const one of resource.kind === "manifests" ? resource.resources : [resource]) {
      if (one !== resource) add(one, "resource");
      for (const service of one.services) add(service, "forward to a Service");
    }
  }
  return names;
});

interface PlacedButton {
  readonly button: Button;
  /** Undefined in the nav bar. */
  readonly resource: string | undefined;
}

/** Every button, in the order of the inventory. */
export const buttonsOf = perDashboard((dashboard): readonly PlacedButton[] => {
  const found: PlacedButton[] = [];
  for (const { navButtons, resources } of dashboard.tiltfiles.flatMap(({ sections }) => sections)) {
    for (const button of navButtons) found.push({ button, resource: undefined });
    for (const resource of resources) {
      if (resource.kind === "secret") continue;
      for (const { name, buttons } of resource.kind === "manifests" ? resource.resources : [resource])
        for (const button of buttons) found.push({ button, resource: name });
    }
  }
  return found;
});

/** Places that clash, as they stand in the inventory: the first of them was there before the others. */
export function inTextOrder<Place extends { readonly origin: Origin }>(
  dashboard: Dashboard,
  places: readonly Place[],
): readonly Place[] {
  const rank = new Map(dashboard.inventoryFiles.map((file, index) => [file, index]));
  const keyed = places.map((place) => ({ place, span: spanAt(place.origin, "key") }));
  return keyed
    .sort(
      (a, b) =>
        (rank.get(a.span.file) ?? 0) - (rank.get(b.span.file) ?? 0) ||
        a.span.start.offset - b.span.start.offset,
    )
    .map(({ place }) => place);
}

/** Values by what they have in common, in the order in which each kind is met first. */
export function groupedBy<Key, Value>(
  values: readonly Value[],
  keyOf: (value: Value) => Key,
): Map<Key, Value[]> {
  const groups = new Map<Key, Value[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}

/** {@link groupedBy} without the groups of one: of thousands of names, hardly any is there twice. */
export function sharedBy<Key, Value>(
  values: readonly Value[],
  keyOf: (value: Value) => Key,
): Map<Key, Value[]> {
  const met = new Set<Key>();
  const shared = new Set<Key>();
  for (const value of values) {
    const key = keyOf(value);
    if (met.has(key)) shared.add(key);
    else met.add(key);
  }
  if (shared.size === 0) return new Map();
  return groupedBy(
    values.filter((value) => shared.has(keyOf(value))),
    keyOf,
  );
}
