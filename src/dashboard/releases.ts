import type * as z from "zod";
import type { FluxObject } from "../actions/action.ts";
import { parseNamespacedName, parseTarget } from "../grammar/kubernetes.ts";
import type { helmRelease } from "../inventory/schema/resource.ts";
import { at, entriesAt, type Origin } from "../source/origin.ts";
import { resolvePaths } from "./commands.ts";
import * as kinds from "./kinds.ts";
import type { Chart, Release } from "./model.ts";
import { nameOf } from "./name-index.ts";
import { tell, usePath, type Placed, type Scope } from "./scope.ts";
import { namespaceOrTold, resolveInCluster, resolveShown } from "./shown.ts";
import { actionContext } from "./workloads.ts";

type WrittenRelease = z.output<typeof helmRelease>;

/** helm.sh/helm: a DNS name of at most 53 characters. */
const releasePattern = /^[a-z0-9]([-a-z0-9.]{0,51}[a-z0-9])?$/;

/** A Helm release. */
export function resolveRelease(
  scope: Scope,
  key: string,
  written: WrittenRelease,
  origin: Origin,
  inherited: readonly Placed[],
): Release {
  const name = nameOf(written, `${scope.prefix}${key}`);
  const owner: FluxObject | undefined =
    written.flux === false
      ? undefined
      : { kind: "helmRelease", ...parseNamespacedName(written.flux, scope.resolution.fluxNamespace) };
  const namespace = written.namespace ?? scope.namespace;
  const where = namespaceOrTold(scope, namespace, true, origin);
  const [target] = written.observe.map(parseTarget);
  if (owner !== undefined && target === undefined)
    tell(
      scope,
      kinds.nothingObserved,
      origin,
      `the release \`${name}\` belongs to Flux and names no workload to watch`,
      {
        target: "key",
        help: "give `observe: [kind/name]`",
      },
    );
  const context = actionContext(scope, target, where, owner);
  return {
    kind: "release",
    ...resolveShown(scope, name, written, origin, context, inherited),
    ...resolveInCluster(scope, name, written, origin, where),
    chart: resolveChart(scope, written, origin),
    version: written.version,
    values: resolvePaths(scope, written.values, at(origin, "values"), "values file"),
    set: entriesAt(at(origin, "set"), written.set).map(
      ([path, value]) => [path, JSON.stringify(value)] as const,
    ),
    releaseName: resolveReleaseName(scope, key, written, owner, origin),
    namespace: namespace ?? "",
    owner,
    observed: written.observe.map((text, index) => {
      const observed = parseTarget(text);
      return {
        name: index === 0 ? name : `${name}:${observed.name}`,
        target: observed,
        origin: at(origin, "observe", index),
      };
    }),
    images: resolveImages(scope, written, origin),
    timeout: written.timeout,
  };
}

function resolveChart(scope: Scope, written: WrittenRelease, origin: Origin): Chart {
  const { chart, repo, version } = written;
  if (/^\.{1,2}(\/|$)/.test(chart)) {
    return { kind: "folder", path: usePath(scope, chart, at(origin, "chart"), "chart", "folder") };
  }
  if (version === undefined)
    tell(scope, kinds.chartNotPinned, at(origin, "chart"), `the chart \`${chart}\` has no version`, {
      help: "give `version`, the one that Flux deploys",
    });
  if (chart.startsWith("oci://")) return { kind: "oci", url: chart };
  if (repo === undefined)
    tell(scope, kinds.chartNotPinned, at(origin, "chart"), `the chart \`${chart}\` has no repository`, {
      help: "give `repo: https://…`, or a chart as `./folder` or `oci://…`",
    });
  return {
    kind: "repository",
    repository: { name: repositoryName(repo ?? ""), url: repo ?? "" },
    name: chart,
  };
}

/** Host and path of the URL, so that `helm repo add` replaces none of the user's own repositories. */
function repositoryName(url: string): string {
  return url
    .replace(/^https?:\/\//, "")
    .replace(/[^A-Za-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .toLowerCase();
}

function resolveReleaseName(
  scope: Scope,
  key: string,
  written: WrittenRelease,
  owner: FluxObject | undefined,
  origin: Origin,
): string {
  const name = written.releaseName ?? owner?.name ?? key;
  if (!releasePattern.test(name))
    tell(scope, kinds.badReleaseName, origin, `\`${name}\` is no name of a Helm release`, {
      target: "key",
      help: "give `releaseName`: lower-case letters, digits, `-` and `.`, at most 53",
    });
  return name;
}

function resolveImages(scope: Scope, written: WrittenRelease, origin: Origin): Release["images"] {
  return entriesAt(at(origin, "images"), written.images).map(([ref, keys, place]) => {
    checkImage(scope, ref, place, "key");
    // A list of lists, or of texts and lists, is several places; a list of texts is one place.
    const several = Array.isArray(keys) && keys.some((item) => Array.isArray(item));
    const places = several ? keys : [keys];
    return {
      ref,
      keys: places.map((item) => (typeof item === "string" ? [item] : item)) as string[][],
      origin: place,
    };
  });
}

/** Tells an image that nothing here builds. */
export function checkImage(scope: Scope, ref: string, origin: Origin, target: "key" | "value"): void {
  if (scope.resolution.images.has(ref)) return;
  tell(scope, kinds.unknownImage, origin, `no image is declared as \`${ref}\``, {
    target,
    near: (guesses) => guesses.didYouMean(ref, scope.resolution.images),
  });
}
