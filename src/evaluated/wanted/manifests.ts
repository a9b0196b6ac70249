import type { ManifestResource, ManifestSet } from "../../dashboard/model.ts";
import { workloadKind } from "../../grammar/kubernetes.ts";
import type { Facts } from "../facts.ts";
import {
  common,
  dependencies,
  empty,
  lib,
  observed,
  ownerWords,
  services,
  suspend,
  suspension,
  upsertTimeout,
  type Entries,
  type Loading,
} from "./common.ts";
import { builtImage } from "./images.ts";

/** A set of manifests: watched, applied in Flux's stead, or copied. */
export function manifests(loading: Loading, set: ManifestSet): Entries {
  const { owner, isolate } = set;
  const developed = owner === undefined || loading.develop.includes(set.name);
  if (isolate !== undefined && developed) return copied(loading, set, isolate);
  const shown = set.resources.flatMap((one): Entries => {
    const objects = one.objects.map((object) => object.split(":"));
    const words =
      one.target === undefined
        ? objects.map(([name = "", kind = ""]) => `${kind}/${name}`).join(" ")
        : `${one.target.kind}/${one.target.name}`;
    const namespace = one.target === undefined ? (objects[0]?.[2] ?? one.namespace) : one.namespace;
    const facts = common(loading, one);
    return [
      [
        one.name,
        {
          ...facts,
          images: [],
          readiness: one.readiness ?? (one.target === undefined ? "ignore" : "wait"),
          dependsOn: [...facts.dependsOn, ...(developed ? [set.name] : [])],
          ...observed(words, namespace),
        },
      ],
      ...services(one.services, one, loading),
    ];
  });
  if (!developed || owner === undefined) return shown;
  const { tilt, inventoryFiles } = loading.dashboard;
  const render = [...tilt.fluxtilt, "--config", inventoryFiles[0] ?? "", "render", set.name];
  return [
    ...shown,
    [
      set.name,
      {
        ...empty,
        labels: [...set.labels].sort(),
        dependsOn: [suspension(owner), ...dependencies(loading, set.dependsOn)],
        trigger: loading.dashboard.tilt.triggerMode ?? "auto",
        forwards: [],
        readiness: "ignore",
        timeout: upsertTimeout(loading),
        images: set.images.flatMap(({ ref }) => builtImage(loading.dashboard, ref, loading)),
        apply: ["sh", `${lib}/apply-manifests.sh`, ...ownerWords(owner), loading.context, ...render],
        applyEnv: set.images.map(({ ref }, index) => `FLUXTILT_IMAGE_${index}=${ref}`),
        remove: ["echo"],
      },
    ],
    [suspension(owner), suspend(loading, owner)],
  ];
}

/** What a private copy makes depends on its manifests: here only what the inventory names is wanted. */
function copied(loading: Loading, set: ManifestSet, isolate: string): Entries {
  const namespace = `namespace:${isolate}`;
  return [
    ...set.resources.flatMap((one): Entries => [
      [one.name, copyFacts(loading, one, namespace)],
      ...services(one.isolatedServices, one, loading),
    ]),
    [
      namespace,
      {
        ...empty,
        trigger: loading.dashboard.tilt.triggerMode ?? "auto",
        forwards: [],
        readiness: "ignore",
        timeout: upsertTimeout(loading),
        images: [],
        objects: [`Namespace /${isolate}`],
      },
    ],
  ];
}

/** All but the objects and their images, which only the manifests know. */
function copyFacts(loading: Loading, one: ManifestResource, namespace: string): Facts {
  const facts = common(loading, one, [namespace]);
  const { target } = one;
  if (target === undefined) return { ...facts, readiness: one.readiness ?? "ignore" };
  // Tilt waits for a job to be over (internal/tiltfile/k8s.go).
  const ready = workloadKind(target.kind) === "job" ? "succeeded" : "wait";
  return { ...facts, readiness: one.readiness ?? ready };
}
