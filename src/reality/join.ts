import type { DataObject, RealObject, Reality, Service, Unresolved, Workload } from "./model.ts";
import { hiddenBy } from "./query.ts";

/** One object as the repository and the cluster know it. */
export interface Joined<T extends RealObject> {
  /**
   * What is known of both: the facts of the cluster where it has the object, with the file of the
   * repository where that has it.
   */
  readonly item: T;
  /** Seen in both, or only in one of them. */
  readonly state: "confirmed" | "git only" | "live only";
  readonly git: T | undefined;
  readonly live: T | undefined;
  /** What could hide it on the side where it was not seen; empty where it is not there for certain. */
  readonly hiddenBy: readonly Unresolved[];
}

/** The objects of a repository and a cluster, each once. */
export interface JoinedRealities {
  readonly workloads: readonly Joined<Workload>[];
  readonly services: readonly Joined<Service>[];
  readonly data: readonly Joined<DataObject>[];
}

/**
 * Joins what a repository says with what a cluster runs, by kind, namespace and name: first all of the
 * repository in its order, then what only the cluster has. `madeBy` and `owner` of an item tell where
 * something that is only live comes from; `suspendedBy` why something of the repository may not run.
 */
export function joinRealities(repository: Reality, cluster: Reality): JoinedRealities {
  const join = <T extends RealObject>(git: readonly T[], live: readonly T[]): readonly Joined<T>[] =>
    joinObjects(repository, git, cluster, live);
  return {
    workloads: join(repository.workloads, cluster.workloads),
    services: join(repository.services, cluster.services),
    data: join(repository.data, cluster.data),
  };
}

/** Joins some objects of a repository with some of a cluster. */
export function joinObjects<T extends RealObject>(
  repository: Reality,
  git: readonly T[],
  cluster: Reality,
  live: readonly T[],
): readonly Joined<T>[] {
  const running = new Map(live.map((one) => [keyOf(one), one]));
  const written = new Set(git.map(keyOf));
  const ofGit = git.map((one): Joined<T> => {
    const there = running.get(keyOf(one));
    if (there !== undefined)
      return { item: merged(one, there), state: "confirmed", git: one, live: there, hiddenBy: [] };
    const reasons = hiddenBy(cluster, one.namespace, one.kind);
    return { item: one, state: "git only", git: one, live: undefined, hiddenBy: reasons };
  });
  const others = live.filter((one) => !written.has(keyOf(one)));
  const ofCluster = others.map((one): Joined<T> => {
    const reasons = hiddenBy(repository, one.namespace, one.kind);
    return { item: one, state: "live only", git: undefined, live: one, hiddenBy: reasons };
  });
  return [...ofGit, ...ofCluster];
}

/** What names an object in a cluster, whatever its API version. */
export function keyOf({ group, kind, namespace, name }: RealObject): string {
  return `${group}/${kind}/${namespace}/${name}`;
}

function merged<T extends RealObject>(git: T, live: T): T {
  const { file, line } = git.provenance;
  return { ...live, provenance: { ...live.provenance, file, line } };
}
