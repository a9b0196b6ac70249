import { splitApiVersion } from "../flux/kustomize/resource.ts";
import { releaseNameOf } from "../flux/release.ts";
import type { Maker, ObjectName, Owner } from "../model.ts";
import { listAt, mappingAt, textAt, textsAt, valueAt } from "../value.ts";
import type { Mapping } from "../value.ts";
import { asOwner, goesElsewhere, idKey, idOf, inventories, type ObjectId } from "./inventory.ts";
import { madeByResourceSets, resourceSet } from "./inventory.ts";

/** Who applies an object, and by whom it was made. */
export interface Ownership {
  readonly owner: Owner | undefined;
  /** The nearest first; empty for what no controller and no ResourceSet made. */
  readonly madeBy: readonly Maker[];
  /** The Kustomizations on the way, the root first. */
  readonly chain: readonly ObjectName[];
}

/** What was read of the cluster, as far as owners need it. */
export interface Evidence {
  readonly listed: readonly Mapping[];
  /** Every object that is known, by `idKey`: what made the listed ones too. */
  readonly known: ReadonlyMap<string, Mapping>;
  /** Helm's name of a release, `namespace/name`, to the HelmRelease. */
  readonly releases: ReadonlyMap<string, Owner>;
  /** False where not all Flux objects may be listed: then a label is believed that names one of the others. */
  readonly seesFlux: boolean;
}

/** The object that its controller reference names: it is in the same namespace. */
export function controllerOf(object: Mapping): Maker | undefined {
  const reference = listAt(object, "metadata", "ownerReferences").find(
    (one) => valueAt(one, "controller") === true,
  );
  const kind = textAt(reference, "kind");
  const name = textAt(reference, "name");
  if (kind === undefined || name === undefined) return undefined;
  const { group } = splitApiVersion(textAt(reference, "apiVersion") ?? "");
  return { group, kind, namespace: textAt(object, "metadata", "namespace") ?? "", name };
}

/** Longer chains of makers are none that an operator makes; a circle would be. */
const longestChain = 8;

/**
 * Tells the owner of each object: what Flux keeps in its own inventory first. A label counts only where no
 * controller made the object, because operators copy the labels of what they are given to what they make
 * (fluxcd/kustomize-controller#410); what a controller made belongs to the owner of what it was made from.
 * What a ResourceSet made has no owner among Flux's: suspending what applies the ResourceSet does not hold it.
 */
export function createOwners(evidence: Evidence): (id: ObjectId, object: Mapping | undefined) => Ownership {
  const applied = inventories(evidence.listed);
  const appliers = new Map(
    evidence.listed.flatMap((object) => {
      const owner = asOwner(object);
      return owner === undefined ? [] : [[ownerKey(owner), object] as const];
    }),
  );
  const chains = new Map<string, readonly ObjectName[]>();

  const generated = madeByResourceSets(evidence.listed);

  const direct = (id: ObjectId, object: Mapping | undefined): Owner | undefined => {
    const owner = applied.get(idKey(id));
    if (owner !== undefined || object === undefined || controllerOf(object) !== undefined) return owner;
    return generatorOf(id, object) === undefined ? labelled(object) : undefined;
  };

  /** The ResourceSet that applies an object: the marks of a Kustomization come from its template then. */
  const generatorOf = (id: ObjectId, object: Mapping | undefined): Maker | undefined => {
    const listed = generated.get(idKey(id));
    if (listed !== undefined || object === undefined || controllerOf(object) !== undefined) return listed;
    const labels = textsAt(object, "metadata", "labels");
    const prefix = "resourceset.fluxcd.controlplane.io";
    const [name, namespace] = [labels[`${prefix}/name`], labels[`${prefix}/namespace`]];
    return name === undefined || namespace === undefined ? undefined : { ...resourceSet, namespace, name };
  };

  const labelled = (object: Mapping): Owner | undefined => {
    const labels = textsAt(object, "metadata", "labels");
    const of = (kind: Owner["kind"], prefix: string): Owner | undefined => {
      const [name, namespace] = [labels[`${prefix}/name`], labels[`${prefix}/namespace`]];
      if (name === undefined || namespace === undefined) return undefined;
      const owner: Owner = { kind, namespace, name };
      const applier = appliers.get(ownerKey(owner));
      if (applier === undefined) return evidence.seesFlux ? undefined : owner;
      return goesElsewhere(applier) ? undefined : owner;
    };
    return (
      of("HelmRelease", "helm.toolkit.fluxcd.io") ??
      of("Kustomization", "kustomize.toolkit.fluxcd.io") ??
      ofHelm(object)
    );
  };

  const ofHelm = (object: Mapping): Owner | undefined => {
    const marks = textsAt(object, "metadata", "annotations");
    const [name, namespace] = [marks["meta.helm.sh/release-name"], marks["meta.helm.sh/release-namespace"]];
    return name === undefined || namespace === undefined
      ? undefined
      : evidence.releases.get(`${namespace}/${name}`);
  };

  const makersOf = (object: Mapping | undefined): readonly Maker[] => {
    const makers: Maker[] = [];
    let here = object;
    while (here !== undefined && makers.length < longestChain) {
      const maker = controllerOf(here);
      if (maker === undefined) break;
      makers.push(maker);
      here = findMaker(evidence.known, maker);
    }
    return makers;
  };

  const ownerOf = (id: ObjectId, object: Mapping | undefined): Owner | undefined => {
    const own = direct(id, object);
    if (own !== undefined) return own;
    for (const maker of makersOf(object)) {
      const above = direct(maker, findMaker(evidence.known, maker));
      if (above !== undefined) return above;
    }
    return undefined;
  };

  const chainOf = (
    owner: Owner | undefined,
    seen: ReadonlySet<string> = new Set(),
  ): readonly ObjectName[] => {
    if (owner === undefined) return [];
    const key = ownerKey(owner);
    const known = chains.get(key);
    if (known !== undefined) return known;
    // The root applies itself.
    if (seen.has(key)) return [];
    const applier = appliers.get(key);
    const above = applier && ownerOf(idOf(applier), applier);
    const isRoot = above === undefined || ownerKey(above) === key;
    const before = isRoot ? [] : chainOf(above, new Set([...seen, key]));
    const { kind, namespace, name } = owner;
    const chain = kind === "Kustomization" ? [...before, { namespace, name }] : before;
    chains.set(key, chain);
    return chain;
  };

  return (id, object) => {
    const owner = ownerOf(id, object);
    const makers = makersOf(object);
    const last = makers.at(-1);
    const generator =
      last === undefined ? generatorOf(id, object) : generatorOf(last, findMaker(evidence.known, last));
    return {
      owner,
      madeBy: generator === undefined ? makers : [...makers, generator],
      chain: chainOf(owner),
    };
  };
}

/** A maker is in the namespace of what it made, or cluster-wide. */
export function findMaker(objects: ReadonlyMap<string, Mapping>, maker: Maker): Mapping | undefined {
  return objects.get(idKey(maker)) ?? objects.get(idKey({ ...maker, namespace: "" }));
}

function ownerKey({ kind, namespace, name }: Owner): string {
  return `${kind} ${namespace}/${name}`;
}

/** Helm's name of each release to its HelmRelease; one of another cluster has none here. */
export function helmReleases(listed: readonly Mapping[]): ReadonlyMap<string, Owner> {
  const releases = new Map<string, Owner>();
  for (const object of listed) {
    const owner = asOwner(object);
    if (owner?.kind !== "HelmRelease" || goesElsewhere(object)) continue;
    const spec = mappingAt(object, "spec") ?? {};
    const target = textAt(spec, "targetNamespace") ?? "";
    const namespace = target === "" ? owner.namespace : target;
    releases.set(`${namespace}/${releaseNameOf(spec, owner.name)}`, owner);
  }
  return releases;
}
