import type { Dashboard } from "../dashboard/model.ts";
import type { Addition, Plain } from "../inventory/edit/addition.ts";
import type { ObjectName, Owner, Reality, Workload } from "../reality/model.ts";
import { byPlace } from "../reality/by-place.ts";
import { findRelease } from "../reality/query.ts";
import { resourceNames } from "../rules/parts.ts";
import { at } from "../source/origin.ts";
import { valueAt } from "../source/scalar-text.ts";
import type { SourceFile } from "../source/source.ts";
import { candidatesOf, type Candidate } from "./candidates.ts";
import { forwardsOf } from "./forwards.ts";
import { isSame, placesOf, type GroupPlace } from "./group-places.ts";
import { createLinks } from "./links.ts";
import { localPorts, type LocalPorts } from "./local-ports.ts";
import { loginOf } from "./password.ts";
import { shortName } from "./short-name.ts";

/** What to add to an inventory so that it names all that is there. */
export interface Proposal {
  /** By the file that gets them. */
  readonly additions: ReadonlyMap<SourceFile, readonly Addition[]>;
  /** How many workloads are entries. */
  readonly added: number;
  /** How many are comments, for a person to take up. */
  readonly offered: number;
  /** Keys of groups that are new. */
  readonly groups: readonly string[];
}

/** The set of buttons that what Flux applies gets. */
const ownSet = "flux";

interface Scene {
  readonly dashboard: Dashboard;
  readonly reality: Reality;
  readonly ports: LocalPorts;
  readonly linksOf: (workload: Workload) => readonly string[];
  /** Full names in Tilt. */
  readonly names: Set<string>;
  /** True where entries can take their buttons from {@link ownSet}. */
  readonly hasSet: boolean;
}

/**
 * Proposes an entry for every workload that is there and that the inventory neither names nor ignores:
 * only additions, the same ones each time, and none where nothing is new. What is only likely, or does not
 * run, is proposed as a comment, once.
 */
export function discover(dashboard: Dashboard, reality: Reality): Proposal {
  const names = new Set(resourceNames(dashboard).map(({ name }) => name));
  const candidates = candidatesOf(dashboard, reality).filter(({ isOffered }) => !isOffered);
  const places = placesOf(dashboard, reality, candidates);
  const additions = new Map<SourceFile, Addition[]>();
  const add = (file: SourceFile | undefined, added: readonly Addition[]): void => {
    if (file !== undefined) additions.set(file, [...(additions.get(file) ?? []), ...added]);
  };
  const [root] = dashboard.sources;
  const fresh = places.filter(([place]) => place.origin === undefined);
  const isOurs = !hasSet(dashboard) && fresh.some(([, members]) => members.some(takesSet));
  if (isOurs) add(root, buttonSet);
  const scene: Scene = {
    dashboard,
    reality,
    ports: localPorts(dashboard),
    linksOf: createLinks(reality, dashboard.cluster.domain),
    names,
    hasSet: isOurs || (hasSet(dashboard) && !wantsParameters(dashboard)),
  };
  for (const [place, members] of places) add(place.origin?.source ?? root, group(scene, place, members));
  return {
    additions,
    added: candidates.filter(isCertain).length,
    offered: candidates.filter((one) => !isCertain(one)).length,
    groups: fresh.filter(([, members]) => members.some(isCertain)).map(([{ key }]) => key),
  };
}

function isCertain({ doubt }: Candidate): boolean {
  return doubt === undefined;
}

/** What Flux does not apply cannot be reconciled. */
function isOwned({ workload }: Candidate): boolean {
  return workload.owner !== undefined;
}

function takesSet(candidate: Candidate): boolean {
  return isCertain(candidate) && isOwned(candidate);
}

/** The set of buttons, for an inventory that has none of that name. */
const buttonSet: readonly Addition[] = ["restart", "reconcile"].map((key) => ({
  at: ["buttonSets", ownSet, "buttons"],
  key,
  value: key,
}));

function hasSet({ sources }: Dashboard): boolean {
  return sources.some((source) => source.keysOf(["buttonSets"]).includes(ownSet));
}

/** True where the set of that name wants parameters, which nobody could guess. */
function wantsParameters({ sources }: Dashboard): boolean {
  return sources.some((source) => source.keysOf(["buttonSets", ownSet]).includes("params"));
}

function group(scene: Scene, place: GroupPlace, members: readonly Candidate[]): readonly Addition[] {
  const path = ["groups", place.key];
  const isCommentedOut = place.origin === undefined && !members.some(isCertain);
  const field = (key: string, value: Plain): Addition => ({ at: path, key, value, isCommentedOut });
  const sets = place.origin === undefined && scene.hasSet && members.every(isOwned);
  const head =
    place.origin === undefined
      ? [
          ...(place.namespace === undefined ? [] : [field("namespace", place.namespace)]),
          field("prefix", place.prefix),
          ...(place.owner === undefined ? [] : [field("flux", nameOf(scene, place.owner))]),
          ...(sets ? [field("buttonsFrom", [ownSet])] : []),
        ]
      : [];
  const inOrder = [...members.filter(isCertain), ...members.filter((one) => !isCertain(one))];
  const keys = new Set(place.origin?.source.keysOf([...place.origin.path, "workloads"]));
  const entries = inOrder.map((member): Addition => ({
    at: [...path, "workloads"],
    key: keyOf(scene, place, member, keys),
    value: entry(scene, place, member, sets),
    note: member.doubt,
    isCommentedOut: !isCertain(member),
  }));
  return [...head, ...entries];
}

function keyOf(
  scene: Scene,
  { key, prefix }: GroupPlace,
  { workload }: Candidate,
  keys: Set<string>,
): string {
  const { kind, name, namespace } = workload;
  const isFree = (one: string): boolean => !keys.has(one) && !scene.names.has(prefix + one);
  // Without a prefix that says it, the group's name is nowhere in Tilt.
  const said = prefix.includes(key) ? key : undefined;
  const names = [
    shortName(name, said, releaseOf(scene.reality, workload.owner)),
    name,
    `${name}-${kind.toLowerCase()}`,
    `${namespace}-${name}-${kind.toLowerCase()}`,
  ];
  let found = names.find(isFree);
  for (let next = 2; found === undefined; next++)
    found = isFree(`${name}-${next}`) ? `${name}-${next}` : undefined;
  keys.add(found);
  scene.names.add(prefix + found);
  return found;
}

/** The release's name, where it says nothing: one workload of that name makes the others parts of it. */
function releaseOf(reality: Reality, owner: Owner | undefined): string | undefined {
  if (owner?.kind !== "HelmRelease") return undefined;
  const name = findRelease(reality, owner)?.releaseName;
  if (name === undefined) return undefined;
  const hasMain = byPlace(reality)
    .workloads.named(name)
    .some((one) => one.owner?.kind === owner.kind && isSame(one.owner, owner));
  return hasMain ? undefined : name;
}

function entry(scene: Scene, place: GroupPlace, candidate: Candidate, hasSets: boolean): Plain {
  const { reality, ports, linksOf } = scene;
  const { workload, target } = candidate;
  const forwards = forwardsOf(reality, workload, ports);
  const login = loginOf(reality, workload);
  const isSupplied = hasSets || hasButtons(place);
  const takes = !isSupplied && scene.hasSet && isOwned(candidate);
  const buttons: Record<string, Plain> = {
    ...(login === undefined
      ? {}
      : { password: { text: "Get Password", icon: "password", do: { secret: { ...login } } } }),
    ...(isSupplied || takes ? {} : { restart: "restart" }),
  };
  const links = linksOf(workload);
  const full: Record<string, Plain> = {
    target,
    ...(workload.namespace === place.namespace ? {} : { namespace: workload.namespace }),
    ...owner(scene, place, workload.owner),
    ...(forwards.ports.length === 0 ? {} : { ports: forwards.ports }),
    ...(forwards.services.length === 0 ? {} : { services: forwards.services }),
    ...(links.length === 0 ? {} : { links }),
    ...(takes ? { buttonsFrom: [ownSet] } : {}),
    ...(Object.keys(buttons).length === 0 ? {} : { buttons }),
  };
  return Object.keys(full).length === 1 ? target : full;
}

function owner(scene: Scene, place: GroupPlace, real: Owner | undefined): { readonly flux?: Plain } {
  if (real === undefined) return {};
  if (real.kind === "HelmRelease") return { flux: { helmRelease: `${real.namespace}/${real.name}` } };
  return isSame(place.owner, real) ? {} : { flux: nameOf(scene, real) };
}

/** `flux-system/apps` is `apps` to the inventory, where that is the root's namespace. */
function nameOf({ dashboard }: Scene, { namespace, name }: ObjectName): string {
  return namespace === dashboard.cluster.flux.root ? name : `${namespace}/${name}`;
}

/** True for a group that gives its entries buttons itself. */
function hasButtons({ origin }: GroupPlace): boolean {
  return origin !== undefined && valueAt(at(origin, "buttonsFrom")) !== undefined;
}
