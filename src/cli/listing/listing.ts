import type { Dashboard, Resource } from "../../dashboard/model.ts";
import { listButtons, type ListedButton } from "./buttons.ts";
import { listPorts, type Leaf, type ListedPort } from "./ports.ts";
import { listResources, type ListedResource } from "./resources.ts";

/**
 * What is in the dashboard, as `list --json` gives it: a stable shape, to which keys may be added. What is
 * absent is null. Resources, links and buttons are in the order of the inventory, ports by number.
 */
export interface Listing {
  readonly version: 1;
  readonly resources: readonly ListedResource[];
  readonly ports: readonly ListedPort[];
  readonly links: readonly ListedLink[];
  readonly buttons: readonly ListedButton[];
}

export interface ListedLink {
  readonly resource: string;
  readonly name: string | null;
  readonly url: string;
}

/** Lists what the dashboard will show in Tilt. */
export function listingOf(dashboard: Dashboard): Listing {
  const sections = dashboard.tiltfiles.flatMap((tiltfile) => tiltfile.sections);
  const resources = sections.flatMap((section) => section.resources);
  const leaves = resources.flatMap(leavesOf);
  return {
    version: 1,
    resources: resources.flatMap(listResources),
    ports: leaves.flatMap(listPorts).sort((one, other) => one.local - other.local),
    links: leaves.flatMap(({ name: resource, links }) =>
      links.map(({ name, url }) => ({ resource, name: name ?? null, url })),
    ),
    buttons: [
      ...sections.flatMap((section) => listButtons(null, section.navButtons)),
      ...leaves.flatMap((leaf) => listButtons(leaf.name, leaf.buttons)),
    ],
  };
}

function leavesOf(resource: Resource): readonly Leaf[] {
  if (resource.kind === "secret") return [];
  return resource.kind === "manifests" ? resource.resources : [resource];
}
