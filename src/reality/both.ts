import { joinObjects, joinRealities, keyOf, type Joined } from "./join.ts";
import type { DataObject, FluxKustomization, HelmRelease, Owner } from "./model.ts";
import type { RealObject, Reality, Workload } from "./model.ts";
import { findKustomization, findRelease, hiddenBy } from "./query.ts";
import { differencesOf } from "./differences.ts";

/** A repository and the cluster that it is for, as one. */
export interface Both {
  readonly reality: Reality;
  /** Where they differ, a sentence each, none twice. */
  readonly differences: readonly string[];
}

/**
 * Makes one Reality of two: what runs has the last word, with the place in git where it has one. What only the
 * repository has stays with the confidence that it has there, unless that was a guess, which the cluster
 * would have confirmed. What the repository alone could not tell hides nothing, since the cluster was asked.
 */
export function bothAsOne(repository: Reality, cluster: Reality): Both {
  const joined = joinRealities(repository, cluster);
  const isSeen = (object: RealObject): boolean =>
    object.confidence !== "likely" || hiddenBy(cluster, object.namespace, object.kind).length > 0;
  const merged = <T extends RealObject>(all: readonly Joined<T>[]): readonly T[] =>
    all
      .filter(({ item }) => isSeen(item))
      .map(({ item, git }) => ({ ...item, owner: item.owner ?? ownerInGit(cluster, git) }));
  const routes = new Set(cluster.hosts.map(({ route }) => keyOf(route)));
  const hosts = repository.hosts.filter(({ route }) => !routes.has(keyOf(route)) && isSeen(route));
  const reality: Reality = {
    source: "cluster",
    root: repository.root,
    objects: merged(joinObjects(repository, repository.objects, cluster, cluster.objects)),
    workloads: merged<Workload>(joined.workloads),
    services: merged(joined.services),
    hosts: [...cluster.hosts, ...hosts],
    data: merged(joined.data.map(withKeys)),
    kustomizations: kustomizations(repository, cluster),
    releases: releases(repository, cluster),
    unresolved: [...repository.unresolved.filter(({ kind }) => kind === "root"), ...cluster.unresolved],
    parsedFiles: repository.parsedFiles,
  };
  return { reality, differences: differencesOf(joined.workloads) };
}

/** Where Flux's own objects may not be listed, the cluster does not know who deploys what. */
function ownerInGit(cluster: Reality, git: RealObject | undefined): Owner | undefined {
  const { owner } = git ?? {};
  return owner !== undefined && hiddenBy(cluster, owner.namespace, owner.kind).length > 0 ? owner : undefined;
}

/** The cluster is asked for the keys of few Secrets; git may know those of the others. */
function withKeys(one: Joined<DataObject>): Joined<DataObject> {
  return { ...one, item: { ...one.item, keys: one.item.keys ?? one.git?.keys } };
}

function kustomizations(repository: Reality, cluster: Reality): readonly FluxKustomization[] {
  const known = repository.kustomizations.map((git) => {
    const live = findKustomization(cluster, git);
    return live === undefined ? git : { ...git, suspended: live.suspended, state: live.state };
  });
  const others = cluster.kustomizations.filter((one) => findKustomization(repository, one) === undefined);
  return [...known, ...others];
}

function releases(repository: Reality, cluster: Reality): readonly HelmRelease[] {
  const known = repository.releases.map((git): HelmRelease => {
    const live = findRelease(cluster, git);
    if (live === undefined) return git;
    const { suspended, chart = git.chart, workloads } = live;
    return { ...git, suspended, chart, workloads };
  });
  return [...known, ...cluster.releases.filter((one) => findRelease(repository, one) === undefined)];
}
