/** What a workload does in many releases: alone it says nothing. */
const general = new Set(
  (
    "api app agent backend cache client cluster config controller core cron daemon db database exporter " +
    "frontend gateway init job main manager master metrics node operator postgres proxy redis replica " +
    "scheduler server service sync ui web webhook worker"
  ).split(" "),
);

/**
 * A short name for a workload in a group, without what the group's name or the release says anyhow:
 * `argocd-server` is `server` in `argocd`, `kube-prometheus-stack-grafana` is `grafana` in `monitoring`.
 */
export function shortName(name: string, group: string | undefined, release: string | undefined): string {
  const inGroup = group === undefined ? undefined : without(name, group);
  if (inGroup !== undefined) return inGroup;
  const inRelease = release === undefined ? undefined : without(name, release);
  return inRelease === undefined || general.has(inRelease) ? name : inRelease;
}

/** The name without another one at its beginning or in its middle; undefined where nothing would be left. */
function without(name: string, other: string): string | undefined {
  if (name.startsWith(`${other}-`)) return name.slice(other.length + 1);
  // Operators name their children `prometheus-<release>-prometheus`.
  const at = name.indexOf(`-${other}-`);
  if (at === -1) return undefined;
  const [before, after] = [name.slice(0, at), name.slice(at + other.length + 2)];
  return before === after ? after : undefined;
}
