import { posix } from "node:path";
import type { Release } from "../../dashboard/model.ts";
import type { Facts } from "../facts.ts";
import {
  common,
  empty,
  lib,
  observed,
  ownerWords,
  relativeTo,
  services,
  suspend,
  suspension,
  type Entries,
  type Loading,
} from "./common.ts";
import { builtImage } from "./images.ts";

/** A release: watched, developed in Flux's stead, or Tilt's own. */
export function release(loading: Loading, one: Release): Entries {
  const { dashboard, context } = loading;
  const { owner, chart } = one;
  const from = (path: string): string => relativeTo(one.tiltfile, path);
  const forwards = services(one.services, one, loading);
  const developed = loading.develop.includes(one.name);
  if (owner !== undefined && !developed)
    return [
      ...one.observed.map(({ name, target }, index): Entries[number] => [
        name,
        {
          ...common(loading, one),
          images: [],
          ...(index === 0 ? {} : { links: [], forwards: [] }),
          ...observed(`${target.kind}/${target.name}`, one.namespace),
        },
      ]),
      ...forwards,
    ];
  const repository = chart.kind === "repository" ? `helm-repo:${chart.repository.name}` : undefined;
  const chartText =
    chart.kind === "folder"
      ? from(chart.path)
      : chart.kind === "oci"
        ? chart.url
        : `${chart.repository.name}/${chart.name}`;
  const flags = [
    ...(one.version === undefined ? [] : [`--version=${one.version}`]),
    ...(one.timeout === undefined ? [] : [`--timeout=${one.timeout}`]),
    ...one.values.map((path) => `--values=${fieldOfCsv(from(path))}`),
    ...one.set.map(([key, json]) => `--set-json=${key}=${json}`),
  ];
  const before = [
    ...(repository === undefined ? [] : [repository]),
    ...(owner === undefined ? [] : [suspension(owner)]),
  ];
  const base = {
    ...common(loading, one, before),
    images: one.images.flatMap(({ ref }) => builtImage(dashboard, ref, loading)),
  };
  const own: Facts =
    owner === undefined
      ? {
          ...base,
          apply: [
            "python3",
            "helm-apply-helper.py",
            "--kube-context",
            context,
            "--create-namespace",
            ...flags,
          ],
          applyEnv: helmEnvironment(one, chartText),
          remove: ["python3", "helm-delete-helper.py", "--kube-context", context],
        }
      : {
          ...base,
          apply: [
            "sh",
            `${lib}/helm-release.sh`,
            ...ownerWords(owner),
            context,
            one.namespace,
            one.releaseName,
            chartText,
            ...flags,
          ],
          applyEnv: [
            `FLUXTILT_IMAGE_COUNT=${one.images.length}`,
            ...one.images.map(
              ({ keys }, index) =>
                `FLUXTILT_IMAGE_KEYS_${index}=${keys.map((place) => place.join(" ")).join("\n")}`,
            ),
          ].sort(),
          // Never the release itself: Flux goes on with it.
          remove: [
            "helm",
            "uninstall",
            one.releaseName,
            "--namespace",
            one.namespace,
            "--kube-context",
            context,
            "--dry-run",
          ],
        };
  return [
    [one.name, own],
    ...forwards,
    ...(repository === undefined || chart.kind !== "repository"
      ? []
      : [[repository, addRepository(loading, chart.repository.name, chart.repository.url)] as const]),
    ...(owner === undefined ? [] : [[suspension(owner), suspend(loading, owner)] as const]),
  ];
}

/** The settings of the extension helm_resource, as it hands them to its own command. */
function helmEnvironment(one: Release, chart: string): string[] {
  const keys = one.images.flatMap(({ keys: places }, image) => [
    `TILT_IMAGE_KEY_COUNT_${image}=${places.length}`,
    ...places.flatMap((place, index) => {
      const parts =
        place.length === 1 ? [""] : place.length === 2 ? ["_REPO", "_TAG"] : ["_REGISTRY", "_REPO", "_TAG"];
      return place.map((key, part) => `TILT_IMAGE_KEY${parts[part] ?? ""}_${image}_${index}=${key}`);
    }),
  ]);
  return [
    `CHART=${chart}`,
    `NAMESPACE=${one.namespace}`,
    `RELEASE_NAME=${one.releaseName}`,
    `TILT_IMAGE_COUNT=${one.images.length}`,
    ...keys,
  ].sort();
}

// Helm reads the flag as a line of CSV.
function fieldOfCsv(text: string): string {
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function addRepository({ file }: Loading, name: string, url: string): Facts {
  return {
    ...empty,
    run: { argv: ["helm", "repo", "add", name, url, "--force-update"], dir: posix.dirname(file), env: [] },
    serve: undefined,
    watch: [],
    ignore: [],
    parallel: true,
    probe: null,
  };
}
