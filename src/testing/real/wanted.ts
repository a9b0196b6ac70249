import type { Attach } from "../../dashboard/model.ts";
import type { AllFacts, Facts } from "./facts.ts";
import { resourcesOf } from "./project.ts";
import { common, empty, observed, services, type Entries, type Loading } from "./wanted-common.ts";
import { receivingImage } from "./wanted-images.ts";
import { manifests } from "./wanted-manifests.ts";
import { release } from "./wanted-release.ts";
import { secret, task } from "./wanted-task.ts";

/** What the dashboard wants Tilt to have, worked out without the code that writes Tiltfiles. */
export function wantedFacts(loading: Loading): AllFacts {
  const { dashboard, file } = loading;
  const root = dashboard.tiltfiles[0]?.path;
  const resources = resourcesOf(dashboard).filter((one) => file === root || one.tiltfile === file);
  const facts = new Map<string, Facts>();
  for (const resource of resources) {
    const entries =
      resource.kind === "attach"
        ? attach(loading, resource)
        : resource.kind === "release"
          ? release(loading, resource)
          : resource.kind === "manifests"
            ? manifests(loading, resource)
            : resource.kind === "task"
              ? task(loading, resource)
              : secret(loading, resource);
    for (const [name, one] of entries) facts.set(name, one);
  }
  const { regenerate } = dashboard.tilt;
  if (regenerate !== undefined)
    facts.set("fluxtilt:generate", {
      ...empty,
      autoInit: false,
      run: { argv: regenerate, dir: ".", env: [] },
      serve: undefined,
      watch: [...dashboard.inventoryFiles].sort(),
      ignore: [],
      parallel: true,
      probe: null,
    });
  return facts;
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
