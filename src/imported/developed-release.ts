import type { Facts } from "../evaluated/facts.ts";
import { entry, some, without, type Importing } from "./entries.ts";
import type { Development } from "./development.ts";
import type { Groups } from "./groups-edit.ts";
import { flagsOf, releaseImages, repositoriesOf, type ImagePlace } from "./release.ts";
import { path } from "./path.ts";

/** A release that Flux owns: what `helm-release.sh` is told, and what is watched without. */
export function developedRelease(
  importing: Importing,
  groups: Groups,
  { name, plain, facts }: Development,
): boolean {
  const deploy = facts.get(name);
  const words = deploy?.apply ?? [];
  const [, , , ownerSpace = "", owner = "", , namespace, releaseName, chart = "", ...flags] = words;
  const first = groups.take(name);
  if (deploy === undefined || first === undefined) return false;
  const parts = [...plain.keys()].filter(
    (one) => one.startsWith(`${name}:`) && isWatched(plain, one) && !facts.has(one),
  );
  const targets = [first, ...parts.map((one) => groups.take(one))].flatMap(
    (one) => one?.entry["target"] ?? [],
  );
  const [repository = "", short] = chart.includes("://") || /^\.{0,2}\//.test(chart) ? [] : chart.split("/");
  const { version, timeout, values, set } = flagsOf(importing, name, flags);
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
      images: releaseImages(importing, name, deploy, placesIn(deploy), groups.hasImage),
      timeout,
      ...without(first.entry, "target"),
      namespace,
    }),
  );
  return true;
}

/** The places of each image, by its index (templates/lib/helm-release.sh). */
function placesIn({ applyEnv = [] }: Facts): (index: number) => readonly ImagePlace[] {
  return (index) => {
    const start = `FLUXTILT_IMAGE_KEYS_${index}=`;
    const lines = applyEnv.find((one) => one.startsWith(start))?.slice(start.length) ?? "";
    return lines.split("\n").map((line): ImagePlace => {
      const [key = "", ...parts] = line.split(" ");
      return parts.length === 0 ? key : [key, ...parts];
    });
  };
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
