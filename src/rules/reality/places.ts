import type { FluxObject, Needs } from "../../actions/action.ts";
import type { ActionName } from "../../actions/index.ts";
import type { CommandLine, Located, ManifestSet, NamedService } from "../../dashboard/model.ts";
import type { Release, Resource } from "../../dashboard/model.ts";
import type { Related } from "../../diagnostics/diagnostic.ts";
import type { Forward } from "../../grammar/port.ts";
import type { Target } from "../../grammar/kubernetes.ts";
import { at, spanAt, type Origin } from "../../source/origin.ts";
import { perDashboard, resourcesOf } from "../parts.ts";

/** An object of the cluster that the inventory names, and where. */
export interface NamedObject {
  readonly target: Target;
  /** Undefined for what lives outside of namespaces. */
  readonly namespace: string | undefined;
  /** Who is said to deploy it. */
  readonly owner: FluxObject | undefined;
  readonly origin: Origin;
  readonly entry: Entry;
}

/** An entry that stands for something in the cluster. */
export interface Entry {
  /** Full name in Tilt. */
  readonly name: string;
  readonly origin: Origin;
  readonly target: Target | undefined;
  readonly namespace: string | undefined;
  readonly owner: FluxObject | undefined;
  readonly forwards: readonly Located<Forward>[];
  readonly services: readonly Located<NamedService>[];
  /** Container that is updated in place. */
  readonly container: string | undefined;
  /** Of an MCP server, or of what Flux does not deploy: its objects are made from the inventory itself. */
  readonly isOwn: boolean;
}

/** Every entry that shows something of the cluster, in the order of the inventory. */
export const entriesOf = perDashboard((dashboard): readonly Entry[] => {
  const { mcp } = dashboard;
  const isOfMcp = (origin: Origin): boolean => mcp !== undefined && isBelow(origin, mcp.origin);
  return resourcesOf(dashboard).flatMap((resource): Entry[] => {
    if (resource.kind === "task" || resource.kind === "secret") return [];
    if (resource.kind === "manifests") {
      const { owner } = resource;
      const isOwn = owner === undefined;
      return resource.resources.map((one) => ({ ...one, owner, container: undefined, isOwn }));
    }
    if (resource.kind === "attach")
      return [{ ...resource, container: resource.liveUpdate?.container, isOwn: isOfMcp(resource.origin) }];
    const isOwn = resource.owner === undefined;
    return [{ ...resource, target: resource.observed[0]?.target, container: undefined, isOwn }];
  });
});

/** Every workload, or other object, that an entry shows; those of the inventory's own releases left out. */
export const namedObjects = perDashboard((dashboard): readonly NamedObject[] => {
  const observed = new Map(
    releasesOf(dashboard).map((release) => [release.origin, release.observed] as const),
  );
  return entriesOf(dashboard).flatMap((entry): NamedObject[] => {
    if (entry.isOwn) return [];
    const { namespace, owner } = entry;
    const several = observed.get(entry.origin);
    if (several !== undefined)
      return several.map(({ target, origin }) => ({ target, namespace, owner, origin, entry }));
    if (entry.target === undefined) return [];
    return [{ target: entry.target, namespace, owner, origin: inside(entry.origin, "target"), entry }];
  });
});

export const releasesOf = perDashboard((dashboard): readonly Release[] => {
  return resourcesOf(dashboard).filter((one): one is Release => one.kind === "release");
});

export const manifestSetsOf = perDashboard((dashboard): readonly ManifestSet[] => {
  return resourcesOf(dashboard).filter((one): one is ManifestSet => one.kind === "manifests");
});

/** A typed action of a button or a task, with what it needs. */
export interface NeedyAction {
  readonly name: ActionName;
  readonly needs: Needs;
  /** Where the action was written: below `do` or `serve`. */
  readonly origin: Origin;
  /** The entry that it stands on; undefined in the nav bar and on tasks. */
  readonly entry: Entry | undefined;
  /** Said beside a problem of a button that several entries share. */
  readonly related: readonly Related[];
}

/** Every action that names something in the cluster, in the order of the inventory. */
export const actionsOf = perDashboard((dashboard): readonly NeedyAction[] => {
  const entries = new Map(entriesOf(dashboard).map((entry) => [entry.origin, entry]));
  const of = (command: CommandLine | undefined, on?: Origin): NeedyAction[] => {
    if (command === undefined || "lacks" in command.action.command) return [];
    const { needs } = command.action.command;
    if (needs === undefined) return [];
    const { name } = command.action;
    const { origin } = command;
    const isShared = on !== undefined && !isBelow(origin, on);
    const related = isShared ? [{ message: "on this entry", span: spanAt(on, "key") }] : [];
    const entry = on === undefined ? undefined : entries.get(on);
    return [{ name, needs, origin: inside(origin, name), entry, related }];
  };
  const ofResource = (resource: Resource): NeedyAction[] => {
    if (resource.kind === "secret") return [];
    const holders = resource.kind === "manifests" ? resource.resources : [resource];
    const own = resource.kind === "task" ? [...of(resource.run), ...of(resource.serve)] : [];
    const pressed = holders.flatMap(({ buttons, origin }) =>
      buttons.flatMap((button) => of(button.command, origin)),
    );
    return [...own, ...pressed];
  };
  return dashboard.tiltfiles.flatMap((tiltfile) =>
    tiltfile.sections.flatMap((section) => [
      ...section.navButtons.flatMap((button) => of(button.command)),
      ...section.resources.flatMap(ofResource),
    ]),
  );
});

/** The namespaces that the inventory names anywhere. */
export const namespacesIn = perDashboard((dashboard): readonly string[] => {
  const ofEntries = entriesOf(dashboard).flatMap((entry) => [
    entry.namespace,
    entry.owner?.namespace,
    ...entry.services.map(({ namespace }) => namespace),
  ]);
  const ofActions = actionsOf(dashboard).flatMap(({ needs }) => [
    needs.workload?.namespace,
    needs.secret?.namespace,
    needs.flux?.namespace,
  ]);
  const all = [...ofEntries, ...ofActions].filter((one) => one !== undefined);
  return [...new Set(all)].sort();
});

function isBelow(origin: Origin, other: Origin): boolean {
  return origin.source === other.source && other.path.every((step, index) => step === origin.path[index]);
}

/** The deepest part of a path that is written: the short form of an entry is the entry itself. */
export function inside(origin: Origin, ...steps: readonly string[]): Origin {
  let here = origin;
  for (const step of steps) {
    if (!here.source.keysOf(here.path).includes(step)) break;
    here = at(here, step);
  }
  return here;
}

/** Where an entry's owner is said: its own `flux`, or that of what it stands in. */
export function ownerOrigin(origin: Origin): Origin {
  for (let length = origin.path.length; length > 0; length--) {
    const here = { source: origin.source, path: origin.path.slice(0, length) };
    if (here.source.keysOf(here.path).includes("flux")) return at(here, "flux");
  }
  return origin;
}

/** True where an entry, or its set, says itself who deploys it; a group says it of whatever is put into it. */
export function saysOwner(origin: Origin): boolean {
  return ownerOrigin(origin).path.length > ["groups", "key", "flux"].length;
}
