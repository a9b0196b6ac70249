import { join, posix } from "node:path";
import type { Dashboard, Release } from "../../dashboard/model.ts";
import type { Files } from "../../io/files.ts";
import type { HelmRelease } from "../../reality/model.ts";
import { findRelease } from "../../reality/query.ts";
import { resourcesOf } from "../../rules/parts.ts";
import { oneOfList } from "../../targets/tiltfile/release.ts";
import type { Repository } from "../repository.ts";

/** One release to be linted and rendered. */
export interface Job {
  readonly release: Release | undefined;
  readonly real: HelmRelease | undefined;
  /** The chart's folder, from the inventory's. */
  readonly chart: string;
  readonly releaseName: string;
  readonly namespace: string;
  /** Values as helm takes them; `-` is the input. */
  readonly flags: readonly string[];
  readonly input: string | undefined;
  /** True where Flux may give values that are not seen. */
  readonly isGuess: boolean;
  /** True where this is what Flux installs: the inventory, if it names the release, changes nothing of it. */
  readonly isFluxs: boolean;
}

export interface Plan {
  readonly jobs: readonly Job[];
  /** Releases whose chart is not here, each with the reason. */
  readonly unseen: readonly Unseen[];
}

export interface Unseen {
  readonly name: string;
  readonly reason: string;
}

/**
 * What to ask helm: every release of the inventory with a chart in the repository, and with `isWhole` every
 * HelmRelease of the Flux graph too. Values come in the order in which they are deployed: Flux's own, then
 * the inventory's. A HelmRelease that the inventory deploys with nothing of its own is asked once.
 */
export async function planJobs(
  files: Files,
  dashboard: Dashboard,
  repository: Repository | undefined,
  isWhole: boolean,
): Promise<Plan> {
  const jobs: Job[] = [];
  const unseen: Unseen[] = [];
  const settled = new Set<HelmRelease>();
  for (const release of resourcesOf(dashboard).filter((one) => one.kind === "release")) {
    const { chart, owner, name } = release;
    const real = owner && repository && findRelease(repository.reality, owner);
    if (chart.kind !== "folder") {
      const words = chart.kind === "repository" ? chart.name : chart.url;
      unseen.push({ name, reason: `the chart \`${words}\` is not in the repository` });
      if (real !== undefined && real.chart?.folder === undefined) settled.add(real);
      continue;
    }
    // What is not there is told as such (FT401).
    if (!(await isFolder(files, chart.path)) || !(await areFiles(files, release.values))) continue;
    const isFluxs = real !== undefined && isSame(release, chart.path, real, repository);
    if (isFluxs) settled.add(real);
    jobs.push({
      release,
      real,
      chart: chart.path,
      releaseName: release.releaseName,
      namespace: release.namespace,
      flags: [
        ...(real === undefined ? [] : ["--values=-"]),
        ...release.values.map((path) => `--values=${oneOfList(join(files.root, path))}`),
        ...release.set.map(([key, json]) => `--set-json=${key}=${json}`),
      ],
      input: real && JSON.stringify(real.values),
      isGuess: owner !== undefined && real?.valuesComplete !== true,
      isFluxs,
    });
  }
  for (const real of isWhole ? (repository?.reality.releases ?? []) : []) {
    if (settled.has(real)) continue;
    const name = `HelmRelease ${real.namespace}/${real.name}`;
    const folder = real.chart?.folder && fromInventory(repository, real.chart.folder);
    if (folder === undefined || !(await isFolder(files, folder))) {
      unseen.push({ name, reason: `the chart \`${real.chart?.name ?? ""}\` is not in the repository` });
      continue;
    }
    jobs.push({
      release: undefined,
      real,
      chart: folder,
      releaseName: real.releaseName,
      namespace: real.releaseNamespace,
      flags: ["--values=-"],
      input: JSON.stringify(real.values),
      isGuess: !real.valuesComplete,
      isFluxs: true,
    });
  }
  return { jobs, unseen };
}

/** True where the inventory gives values beside those of Flux. */
export function hasOwnValues({ values, set }: Release): boolean {
  return values.length + set.length > 0;
}

/** True where a deploy of the inventory's release would be that of Flux's, under the same name. */
function isSame(
  release: Release,
  chart: string,
  real: HelmRelease,
  repository: Repository | undefined,
): boolean {
  const folder = real.chart?.folder;
  return (
    !hasOwnValues(release) &&
    release.releaseName === real.releaseName &&
    release.namespace === real.releaseNamespace &&
    folder !== undefined &&
    fromInventory(repository, folder) === posix.normalize(chart).replace(/\/$/, "")
  );
}

async function areFiles(files: Files, paths: readonly string[]): Promise<boolean> {
  const found = await Promise.all(paths.map((path) => files.realPath(path)));
  return found.every((path) => path !== undefined);
}

async function isFolder(files: Files, path: string): Promise<boolean> {
  const real = await files.realPath(path);
  return real !== undefined && (await files.kind(real)) === "directory";
}

/** A path from the repository's top, from the inventory's folder. */
export function fromInventory(repository: Repository | undefined, path: string): string {
  return posix.relative(repository?.folder ?? "", path) || ".";
}
