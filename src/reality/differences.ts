import type { Joined } from "./join.ts";
import type { Owner, Workload } from "./model.ts";
import { declaredPorts } from "./query.ts";

/** Kinds that run for long; of others it says nothing that the cluster has none now. */
const lasting = new Set(["Deployment", "StatefulSet", "DaemonSet"]);

/**
 * Where a repository and a cluster differ about workloads, a sentence each: what only one of them has for
 * certain, what is of another kind, owner or ports. What an operator made is in no repository, and how many
 * replicas there are is for autoscalers to say.
 */
export function differencesOf(workloads: readonly Joined<Workload>[]): readonly string[] {
  const shown = workloads.filter(
    ({ item, hiddenBy }) => lasting.has(item.kind) && item.confidence !== "likely" && hiddenBy.length === 0,
  );
  const onlyLive = new Map(
    shown.filter(({ state }) => state === "live only").map(({ item }) => [place(item), item]),
  );
  const replaced = new Set<string>();
  const told = shown.flatMap(({ item, git, live }): readonly string[] => {
    if (git !== undefined && live !== undefined) return changes(git, live);
    const other = onlyLive.get(place(item));
    if (git === undefined || other === undefined) return [];
    replaced.add(place(item));
    return [`\`${place(item)}\` is a ${git.kind} in the repository and a ${other.kind} in the cluster`];
  });
  const single = shown
    .filter(({ item, state }) => state !== "confirmed" && !replaced.has(place(item)))
    .filter(({ item }) => (item.madeBy ?? []).length === 0)
    .map(({ item, state }) =>
      state === "git only"
        ? `${item.kind} \`${place(item)}\` is in the repository and not in the cluster`
        : `${item.kind} \`${place(item)}\` runs in the cluster and is not in the repository`,
    );
  return [...new Set([...told, ...single])];
}

function place({ namespace, name }: Workload): string {
  return `${namespace}/${name}`;
}

function changes(git: Workload, live: Workload): readonly string[] {
  const called = `${git.kind} \`${place(git)}\``;
  const [written, running] = [portsOf(git), portsOf(live)];
  const [inGit, inCluster] = [ownerOf(git.owner), ownerOf(live.owner)];
  return [
    ...(inGit === inCluster
      ? []
      : [`${called} is deployed by ${inGit} in the repository and by ${inCluster} in the cluster`]),
    ...(written === undefined || written === running
      ? []
      : [`${called} declares ${written} in the repository and ${running} in the cluster`]),
  ];
}

function ownerOf(owner: Owner | undefined): string {
  return owner === undefined ? "nobody of Flux" : `${owner.kind} \`${owner.namespace}/${owner.name}\``;
}

function portsOf(workload: Workload): string | undefined {
  const ports = declaredPorts(workload);
  if (ports === undefined) return undefined;
  const sorted = [...new Set(ports)].sort((one, other) => one - other);
  return sorted.length === 0 ? "no port" : `port ${sorted.join(", ")}`;
}
