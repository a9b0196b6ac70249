import type { Attach, Resource } from "../../dashboard/model.ts";
import { resourceNames, resourcesOf } from "../../rules/parts.ts";
import type { Origin } from "../../source/origin.ts";
import type { Facts } from "../facts.ts";
import { common, empty, observed, services, type Entries, type Loading } from "./common.ts";
import { receivingImage } from "./images.ts";
import { manifests } from "./manifests.ts";
import { release } from "./release.ts";
import { secret, task } from "./task.ts";

/** What one resource is to be, with the place of the entry that asks for it. */
export interface Wanted {
  readonly facts: Facts;
  readonly origin: Origin;
}

/**
 * What the dashboard wants Tilt to have, by full name, worked out without the code that writes Tiltfiles:
 * otherwise a mistake there would be wanted too.
 */
export function wantedFacts(loading: Loading): ReadonlyMap<string, Wanted> {
  const { dashboard, file } = loading;
  const root = dashboard.tiltfiles[0]?.path;
  const resources = resourcesOf(dashboard).filter((one) => file === root || one.tiltfile === file);
  const places = new Map(resourceNames(dashboard).map(({ name, origin }) => [name, origin]));
  const facts = new Map<string, Wanted>();
  for (const resource of resources)
    for (const [name, one] of entriesOf(loading, resource))
      facts.set(name, { facts: one, origin: places.get(name) ?? resource.origin });
  const { regenerate, origin } = dashboard.tilt;
  if (regenerate !== undefined)
    facts.set("fluxtilt:generate", {
      origin,
      facts: {
        ...empty,
        autoInit: false,
        run: { argv: regenerate, dir: ".", env: [] },
        serve: undefined,
        watch: [...dashboard.inventoryFiles].sort(),
        ignore: [],
        parallel: true,
        probe: null,
      },
    });
  return facts;
}

function entriesOf(loading: Loading, resource: Resource): Entries {
  switch (resource.kind) {
    case "attach":
      return attach(loading, resource);
    case "release":
      return release(loading, resource);
    case "manifests":
      return manifests(loading, resource);
    case "task":
      return task(loading, resource);
    case "secret":
      return secret(loading, resource);
  }
}

function attach(loading: Loading, one: Attach): Entries {
  const { liveUpdate } = one;
  return [
    [
      one.name,
      {
        ...common(loading, one),
        images: liveUpdate === undefined ? [] : [receivingImage(liveUpdate)],
        ...observed(`${one.target.kind}/${one.target.name}`, one.namespace),
      },
    ],
    ...services(one.services, one, loading),
  ];
}
