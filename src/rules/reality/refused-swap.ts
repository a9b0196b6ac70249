import type { HelmRelease } from "../../reality/model.ts";
import { findKustomization } from "../../reality/query.ts";
import { listAt, mappingAt, textAt, type Mapping } from "../../reality/value.ts";
import type { Rule } from "../rule.ts";
import { listed, seenAt } from "./evidence.ts";
import { inside, manifestSetsOf } from "./places.ts";
import { ownedReleases } from "./release-of-flux.ts";

export const refusedSwap: Rule = {
  code: "FT617",
  severity: "warning",
  asks: "reality",
  title: "developing this will be refused",
  why: "Flux changes it on its way in a manner that a deploy from the working tree would leave out, so that the swap does nothing but say so.",
  wrong: "manifests: { web: { kustomize: ./web, flux: web } }         # the Kustomization has `postBuild`",
  right: "manifests: { web: { kustomize: ./web, flux: web, isolate: dev-web } }",
  check: (world, tell) => {
    const { dashboard, reality } = world;
    if (reality === undefined) return;
    for (const { release, real } of ownedReleases(world)) {
      const reasons = reasonsOfRelease(real);
      if (reasons.length === 0) continue;
      const called = `HelmRelease \`${real.namespace}/${real.name}\``;
      tell(
        inside(release.origin, "flux"),
        `${called} has ${listed(reasons)}: \`--develop ${release.name}\` is refused`,
        {
          related: seenAt(world, real.object, "the HelmRelease"),
        },
      );
    }
    for (const set of manifestSetsOf(dashboard)) {
      if (set.owner?.kind !== "kustomization" || set.isolate !== undefined) continue;
      const real = findKustomization(reality, set.owner);
      const reasons = real === undefined ? [] : changing.filter((field) => isGiven(real.spec, field));
      if (real === undefined || reasons.length === 0) continue;
      const called = `Kustomization \`${real.namespace}/${real.name}\``;
      tell(
        inside(set.origin, "flux"),
        `${called} has ${listed(reasons)}: \`--develop ${set.name}\` is refused`,
        {
          ...(set.origin.source.keysOf(set.origin.path).includes("flux") ? {} : { target: "key" }),
          help: "give `isolate: <namespace>` for a private copy",
          related: seenAt(world, real, "the Kustomization"),
        },
      );
    }
  },
};

/** What the deploy script of manifests looks for (templates/lib/apply-manifests.sh). */
const changing = [
  "postBuild",
  "patches",
  "components",
  "images",
  "targetNamespace",
  "namePrefix",
  "nameSuffix",
  "commonMetadata",
  "decryption",
  "kubeConfig",
];

/** What the deploy script of releases looks for (templates/lib/helm-release.sh). */
function reasonsOfRelease(real: HelmRelease): string[] {
  const spec = mappingAt(real.object.content, "spec") ?? {};
  const byPath = listAt(spec, "valuesFrom").some((one) => (textAt(one, "targetPath") ?? "") !== "");
  const storage = textAt(spec, "storageNamespace") ?? real.namespace;
  return [
    ...["postRenderers", "commonMetadata", "kubeConfig"].filter((field) => isGiven(spec, field)),
    ...(byPath ? ["valuesFrom.targetPath"] : []),
    ...(storage === real.releaseNamespace ? [] : ["storageNamespace"]),
  ];
}

/** As Go's templates have it: empty lists, maps and texts are not given. */
function isGiven(spec: Mapping, field: string): boolean {
  const value = spec[field];
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === "object" && value !== null) return Object.keys(value).length > 0;
  return value !== undefined && value !== null && value !== "" && value !== false;
}
