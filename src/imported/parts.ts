import { posix } from "node:path";
import { namespaceResource } from "../dashboard/support-names.ts";
import type { DeployedObject } from "../evaluated/deployed.ts";
import type { AllFacts, Facts } from "../evaluated/facts.ts";
import { copiedHosts } from "./copied-hosts.ts";
import { entry, inCluster, quiet, shown, some, tell, type Entry, type Importing } from "./entries.ts";
import {
  planSets,
  setOf,
  sourceOf,
  spaceOf,
  uncategorized,
  type Manifests,
  type PlannedSet,
} from "./manifest-sets.ts";
import { goesWith, isWorkload, listed, targetOf, wordsOf } from "./object-words.ts";
import { nameSets } from "./set-names.ts";
import { isRenamed } from "./sources.ts";
import { path } from "./path.ts";
import { settledObjects } from "./settled.ts";
import type { ImportedResource } from "./workload.ts";

/** A set of manifests as an entry, without what it shows. */
export interface ImportedSet {
  readonly name: string;
  /** That of its group. */
  readonly namespace: string | undefined;
  readonly entry: Entry;
}

/** What Tilt deploys itself, as an inventory has it. */
export interface ImportedManifests {
  readonly sets: readonly ImportedSet[];
  /** By full name; a resource that is not among them is told, or made by a set itself. */
  readonly resources: ReadonlyMap<string, ImportedResource>;
}

/**
 * Sorts what Tilt deploys itself into sets, and tells of each resource what becomes of it. `images` are the
 * entries of those that are built; `used` has the resources that others wait for, or that buttons stand on.
 */
export function importManifests(
  importing: Importing,
  facts: AllFacts,
  found: Manifests,
  images: ReadonlyMap<string, Entry>,
  used: ReadonlySet<string>,
): ImportedManifests {
  const manifests = { ...found, deployed: settledObjects(importing, found.deployed) };
  const sets = planSets(manifests);
  const names = nameSets(sets, facts, manifests, used, importing.trigger);
  const resources = new Map<string, ImportedResource>();
  for (const [name, objects] of manifests.deployed) {
    const one = facts.get(name);
    if (one === undefined || objects.length === 0 || [...names.values()].includes(name)) continue;
    const set = setOf(sets, objects);
    if (name === uncategorized) tellLoose(importing, sets, names, objects);
    else if (isNamespaceOf(sets, objects)) tellNamespace(importing, name, objects);
    else {
      const resource =
        set === undefined || set.form.kind === "watch"
          ? watched(importing, name, one, objects, set)
          : part(importing, name, one, objects, set, names.get(set) ?? "");
      if (resource !== undefined) resources.set(name, resource);
    }
  }
  tellNamespaces(importing, sets, facts);
  return {
    resources,
    sets: sets.flatMap(
      (set) => importSet(importing, set, names.get(set), { facts, manifests, images }) ?? [],
    ),
  };
}

/** The resource that fluxtilt makes of a copy's namespace. */
function isNamespaceOf(sets: readonly PlannedSet[], objects: readonly DeployedObject[]): boolean {
  return objects.every(
    ({ kind, name }) =>
      kind === "Namespace" && sets.some(({ form }) => form.kind === "copy" && form.namespace === name),
  );
}

function tellNamespace(importing: Importing, name: string, [object]: readonly DeployedObject[]): void {
  const own = namespaceResource(object?.name ?? "");
  if (name !== own) tell(importing, name, "*", `the namespace is a resource \`${own}\` of its own now`);
}

interface Known {
  readonly facts: AllFacts;
  readonly manifests: Manifests;
  /** Entries under `images`, by reference. */
  readonly images: ReadonlyMap<string, Entry>;
}

function importSet(
  importing: Importing,
  set: PlannedSet,
  name: string | undefined,
  { facts, manifests: { deployed }, images }: Known,
): ImportedSet | undefined {
  const { form, kustomize, files, written } = set;
  if (name === undefined || form.kind === "watch") return undefined;
  const rest = facts.get(name);
  const users = [...deployed].filter(([, objects]) => setOf([set], objects)).map(([one]) => facts.get(one));
  const refs = users.flatMap((one) => one?.images ?? []).flatMap(({ ref }) => (images.has(ref) ? [ref] : []));
  const built = some([...new Set(refs)]);
  const source = {
    kustomize: kustomize === undefined ? undefined : path(kustomize),
    files: some([...files].sort().map(path)),
  };
  if (form.kind === "flux")
    return {
      name,
      namespace: spaceOf(set),
      entry: entry({ ...source, flux: form.owner.replace(/^flux-system\//, ""), images: built }),
    };
  const hosts = copiedHosts(written, form.namespace);
  // Fluxtilt makes the resource of what is left; it is new where Tilt had it among the uncategorized.
  if (rest === undefined) quiet(importing, name, "*");
  return {
    name,
    namespace: form.namespace,
    entry: entry({
      ...source,
      flux: false,
      isolate: form.namespace,
      hosts: Object.keys(hosts).length === 0 ? undefined : hosts,
      images: built,
      ...(rest === undefined ? {} : restOf(importing, name, rest, form.namespace)),
    }),
  };
}

function restOf(importing: Importing, name: string, rest: Facts, namespace: string): Entry {
  const { label, dependsOn } = shown(importing, name, withoutNamespace(importing, name, rest, namespace));
  return entry({ label, dependsOn });
}

/** What is otherwise in private copies. */
function tellNamespaces(importing: Importing, sets: readonly PlannedSet[], facts: AllFacts): void {
  const told = new Set(facts.keys());
  for (const set of sets) {
    if (set.form.kind !== "copy") continue;
    const { namespace } = set.form;
    const [own, at] = [namespaceResource(namespace), placeOf(importing, set)];
    if (!told.has(own)) {
      quiet(importing, own, "*");
      importing.notes.push({
        at,
        text: `what goes into \`${namespace}\` waits for the resource \`${own}\`, which makes the namespace`,
      });
    }
    told.add(own);
    for (const [{ kind, name }, written] of set.written)
      if (isRenamed(kind) && name === written.name)
        importing.notes.push({ at, text: `the copy's ${kind} \`${name}\` is \`${namespace}-${name}\` now` });
  }
}

/** Every resource of a copy waits for its namespace by itself. */
function withoutNamespace(importing: Importing, name: string, facts: Facts, namespace: string): Facts {
  const own = namespaceResource(namespace);
  if (!facts.dependsOn.includes(own)) quiet(importing, name, "dependsOn");
  return { ...facts, dependsOn: facts.dependsOn.filter((one) => one !== own) };
}

/** A resource of a set: Flux's, which is watched, or a private copy's. */
function part(
  importing: Importing,
  name: string,
  facts: Facts,
  objects: readonly DeployedObject[],
  set: PlannedSet,
  setName: string,
): ImportedResource | undefined {
  const { form } = set;
  const [workload, second] = objects.filter(isWorkload);
  if (second !== undefined) {
    tell(importing, name, "*", "it has several workloads, and a resource of a set has one");
    return undefined;
  }
  const copied = form.kind === "copy" ? form.namespace : undefined;
  const namespace = copied ?? spaceOf(set);
  const own = copied ?? workload?.namespace;
  const isFlux = form.kind === "flux";
  if (isFlux)
    tell(
      importing,
      name,
      "objects",
      `Flux applies it (Kustomization \`${form.owner}\`): it is watched now, and deployed with \`--develop ${setName}\`${(facts.images ?? []).length > 0 ? ", with the images that are built for it" : ""}`,
      placeOf(importing, set),
    );
  if (isFlux) for (const field of ["images", "readiness"]) quiet(importing, name, field);
  if (objects.some(({ kind }) => kind === "Namespace")) quiet(importing, name, "objects");
  const claimed = objects
    .filter((one) => one !== workload && one.kind !== "Namespace" && !goesWith(one, [...set.written.keys()]))
    .map((one) => {
      const { kind, name: object = one.name } = { kind: one.kind, name: set.written.get(one)?.name };
      const elsewhere = isFlux && one.namespace !== "" && one.namespace !== namespace;
      return `${object}:${kind.toLowerCase()}${elsewhere ? `:${one.namespace}` : ""}`;
    });
  const told = copied === undefined ? facts : withoutNamespace(importing, name, facts, copied);
  const isIdle = workload === undefined && facts.readiness === "ignore";
  return {
    kind: "part",
    set: setName,
    namespace,
    action: {
      ...(workload === undefined ? {} : { target: targetOf(workload) }),
      namespace: own ?? namespace,
      fluxNamespace: "flux-system",
    },
    entry: entry({
      target: workload === undefined ? undefined : wordsOf(workload),
      namespace: own === namespace || own === "" ? undefined : own,
      // What Flux applies beside a workload is not watched with it.
      objects: isFlux && workload !== undefined ? undefined : some(claimed),
      ...shown(importing, name, told),
      ...inCluster(importing, name, isIdle ? { ...told, readiness: "wait" } : told),
      // Nothing waits for objects unless told.
      ...(workload === undefined && !isIdle ? { readiness: "wait" } : {}),
    }),
  };
}

/** A resource of which nobody knows who else deploys it: its workload is watched. */
function watched(
  importing: Importing,
  name: string,
  facts: Facts,
  objects: readonly DeployedObject[],
  set: PlannedSet | undefined,
): ImportedResource | undefined {
  const what = listed(objects);
  const at =
    set === undefined ? importing.tiltfiles.madeAt(objects.map((one) => one.name)) : placeOf(importing, set);
  const from = set === undefined ? undefined : sourceOf(set);
  const source = from === undefined ? "no file of the project" : `\`${from}\``;
  const why = set?.form.kind === "watch" ? set.form.reason : "an inventory takes manifests from files";
  const workloads = objects.filter(isWorkload);
  const [object, second] = workloads.length === 0 ? objects : workloads;
  if (object === undefined || second !== undefined) {
    tell(importing, name, "*", `Tilt deploys ${what} itself, from ${source}: ${why}, so it is left out`, at);
    return undefined;
  }
  tell(
    importing,
    name,
    "objects",
    `Tilt deploys ${what} itself, from ${source}: ${why}, so \`${wordsOf(object)}\` is only watched. Make it a set under \`manifests\`, with \`flux\` where Flux has it, or \`isolate\` where the namespace is its own`,
    at,
  );
  for (const field of ["readiness", "images"]) quiet(importing, name, field);
  const namespace = object.namespace === "" && isWorkload(object) ? importing.namespace : object.namespace;
  const where = namespace === "" ? undefined : namespace;
  return {
    kind: "workload",
    namespace: where,
    action: { target: targetOf(object), namespace: where, fluxNamespace: "flux-system" },
    entry: entry({
      target: wordsOf(object),
      ...shown(importing, name, facts),
      ...inCluster(importing, name, facts),
    }),
  };
}

/** What stands under no resource of the Tiltfile: told for each set, and for what is of none. */
function tellLoose(
  importing: Importing,
  sets: readonly PlannedSet[],
  names: ReadonlyMap<PlannedSet, string>,
  objects: readonly DeployedObject[],
): void {
  const about = { name: uncategorized, field: "*" };
  const left = objects.filter((one) => !isNamespaceOf(sets, [one]));
  const { tiltfiles } = importing;
  quiet(importing, uncategorized, "*");
  for (const set of [...sets, undefined]) {
    const own = left.filter((one) => setOf(sets, [one]) === set);
    const name = set === undefined ? undefined : names.get(set);
    if (own.length === 0) continue;
    const at = set === undefined ? tiltfiles.madeAt(own.map((one) => one.name)) : placeOf(importing, set);
    const text =
      set === undefined || name === undefined
        ? `Tilt deploys ${listed(own)} itself, and shows it nowhere: ${set?.form.kind === "watch" ? set.form.reason : "it comes from no file of the project"}, so it is left out`
        : set.form.kind === "copy"
          ? `${listed(own)} is shown as \`${name}\` now`
          : `${listed(own)} is Flux's, and shown nowhere: it is deployed with \`--develop ${name}\``;
    importing.notes.push({ at, text, about });
  }
}

function placeOf({ tiltfiles }: Importing, set: PlannedSet): ReturnType<typeof tiltfiles.find> {
  const source = sourceOf(set);
  return (
    tiltfiles.find(source) ?? tiltfiles.find(`./${source}`) ?? tiltfiles.find(posix.dirname(source) || source)
  );
}
