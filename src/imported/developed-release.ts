import { entry, quiet, some, tell, without, type Importing } from "./entries.ts";
import type { Development } from "./development.ts";
import type { Groups } from "./groups-edit.ts";
import { flagsOf, repositoriesOf } from "./release.ts";
import { path } from "./path.ts";

/** A release that Flux owns: what `helm-release.sh` is told, and what is watched without. */
export function developedRelease(
  importing: Importing,
  groups: Groups,
  { name, plain, facts }: Development,
): boolean {
  const words = facts.get(name)?.apply ?? [];
  const [, , , ownerSpace = "", owner = "", , namespace, releaseName, chart = "", ...flags] = words;
  const first = groups.take(name);
  if (first === undefined) return false;
  const parts = [...plain.keys()].filter(
    (one) => one.startsWith(`${name}:`) && isWatched(plain, one) && !facts.has(one),
  );
  const targets = [first, ...parts.map((one) => groups.take(one))].flatMap(
    (one) => one?.entry["target"] ?? [],
  );
  const [repository = "", short] = chart.includes("://") || /^\.{0,2}\//.test(chart) ? [] : chart.split("/");
  const { version, timeout, values, set } = flagsOf(importing, name, flags);
  if ((facts.get(name)?.images ?? []).length > 0) {
    quiet(importing, name, "applyEnv");
    tell(importing, name, "images", "images are built for it with `--develop`: write them under `images`");
  }
  groups.put(
    first.group,
    "helmReleases",
    name,
    entry({
      chart: short ?? (chart.startsWith("oci://") ? chart : path(chart)),
      repo: short === undefined ? undefined : repositoriesOf(facts).get(repository)?.url,
      version,
      values: some(values),
      set,
      flux: objectName(ownerSpace, owner),
      observe: targets,
      releaseName: releaseName === owner ? undefined : releaseName,
      timeout,
      ...without(first.entry, "target"),
      namespace,
    }),
  );
  return true;
}

/** `kubectl get` of one object: `k8s_attach`. */
function isWatched(plain: Development["plain"], name: string): boolean {
  const [program, word] = plain.get(name)?.apply ?? [];
  return program === "kubectl" && word === "get";
}

/** A Flux object as an inventory names it. */
export function objectName(namespace: string, name: string): string {
  return namespace === "flux-system" ? name : `${namespace}/${name}`;
}
