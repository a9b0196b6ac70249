import { posix } from "node:path";
import type { AllFacts } from "../evaluated/facts.ts";
import type { TiltfileResult } from "../evaluated/seen.ts";
import { entry, some, type Entry, type Importing } from "./entries.ts";
import { isInside, path } from "./path.ts";

/** What settings are made of. */
interface Settings {
  readonly facts: AllFacts;
  readonly result: TiltfileResult;
  readonly extensions: Entry | undefined;
  readonly triggerMode: string | undefined;
  readonly args: Readonly<Record<string, Entry>>;
}

/** `tilt:` of the inventory: what the load shows, and what only the text of the Tiltfile does. */
export function importSettings(
  importing: Importing,
  { facts, result, extensions, triggerMode, args }: Settings,
): Entry | undefined {
  const { tiltfiles } = importing;
  const [constraint] = tiltfiles
    .calls("version_settings")
    .map(({ named, positional }) => named.get("constraint") ?? positional[0]);
  const updates = tiltfiles
    .calls("update_settings")
    .map(({ written }) => written)
    .join(" ");
  const parallel = /max_parallel_updates ?= ?(\d+)/.exec(updates)?.[1];
  const apply = /k8s_server_side_apply ?= ?["'](\w+)["']/.exec(updates)?.[1];
  const timeout = [...facts.values()].map((one) => one.timeout).find((one) => one !== undefined);
  const written = /k8s_upsert_timeout_secs ?= ?(\d+)/.exec(updates)?.[1];
  const seconds = timeout === undefined ? (written === undefined ? 30 : Number(written)) : secondsOf(timeout);
  const { CISettings: ci, DefaultRegistry: registry } = result;
  const ignores = (result.WatchSettings?.Ignores ?? []).flatMap((one) => one.Patterns ?? []);
  const settings = entry({
    maxParallelUpdates: parallel === undefined ? undefined : Number(parallel),
    k8sUpsertTimeoutSecs: seconds === 30 ? undefined : seconds,
    k8sServerSideApply: apply,
    suppressUnusedImageWarnings: some(result.UpdateSettings?.SuppressUnusedImageWarnings ?? []),
  });
  const forCi = entry({
    timeout: ci?.timeout === "30m0s" ? undefined : ci?.timeout,
    gracePeriod: ci?.k8sGracePeriod,
    readinessTimeout: ci?.readinessTimeout === "5m0s" ? undefined : ci?.readinessTimeout,
  });
  const regenerate = facts.get("fluxtilt:generate")?.run?.argv;
  const all = entry({
    constraint: typeof constraint === "string" ? constraint : undefined,
    extensions,
    settings: Object.keys(settings).length === 0 ? undefined : settings,
    ci: Object.keys(forCi).length === 0 ? undefined : forCi,
    defaultRegistry: registryOf(registry),
    triggerMode,
    watchFiles: some(watchedFiles(importing, result)),
    watchIgnore: some(ignores),
    args: Object.keys(args).length === 0 ? undefined : args,
    regenerate,
  });
  return Object.keys(all).length === 0 ? undefined : all;
}

/** A host alone is written in its short form. */
function registryOf(registry: TiltfileResult["DefaultRegistry"]): Entry | string | undefined {
  if (registry?.host === undefined) return undefined;
  const { host, hostFromContainerRuntime: hostFromCluster, singleName } = registry;
  if (hostFromCluster === undefined && singleName === undefined) return host;
  return entry({ host, hostFromCluster, singleName });
}

/** What `watch_file` names beside what Tilt reads, as far as the Tiltfile writes it out. */
function watchedFiles({ project, tiltfiles, notes }: Importing, result: TiltfileResult): readonly string[] {
  const watched = tiltfiles.watched().flatMap(({ path: one, written, ...at }) => {
    if (one === undefined || !isInside(one)) {
      notes.push({
        at,
        text: `what is watched there is not written out as a path of the project: ${written}`,
      });
      return [];
    }
    return (result.ConfigFiles ?? []).includes(posix.join(project, one)) ? [path(one)] : [];
  });
  // Parts of one whole watch the same.
  return [...new Set(watched)];
}

/** A length of time as Go writes it: `1m30s`. */
function secondsOf(text: string): number {
  const [, minutes = "0", seconds = "0"] = /^(?:(\d+)m)?(?:(\d+)s)?$/.exec(text.replace(/^(\d+)h/, "")) ?? [];
  return Number(/^(\d+)h/.exec(text)?.[1] ?? 0) * 3600 + Number(minutes) * 60 + Number(seconds);
}
