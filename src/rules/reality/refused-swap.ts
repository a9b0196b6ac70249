import { isGiven, refusedFields } from "../../reality/flux/rendering/refused-fields.ts";
import type { FluxKustomization, HelmRelease, Reality, Unresolved } from "../../reality/model.ts";
import { findKustomization } from "../../reality/query.ts";
import { listAt, mappingAt, textAt } from "../../reality/value.ts";
import type { Rule } from "../rule.ts";
import { listed, seenAt } from "./evidence.ts";
import { inside, manifestSetsOf } from "./places.ts";
import { ownedReleases } from "./release-of-flux.ts";

export const refusedSwap: Rule = {
  code: "FT617",
  severity: "warning",
  asks: "reality",
  title: "developing this will be refused",
  why: "What Flux would apply of it cannot be told from here, so that the swap does nothing but say so. Substitutions, patches, components, prefixes and the target namespace of a Kustomization are followed; another cluster, another source and remote bases are not, nor are post-renderers of a HelmRelease.",
  wrong: "manifests: { web: { kustomize: ./web, flux: web } }         # the Kustomization has `kubeConfig`",
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
      const reasons = real === undefined ? [] : reasonsOfSet(reality, real);
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

/** Why what Flux would apply of a Kustomization cannot be rendered here (`fluxtilt render`). */
function reasonsOfSet({ unresolved }: Reality, real: FluxKustomization): string[] {
  const own = ({ kind, owner }: Unresolved): boolean =>
    kind === "remote-base" && owner?.namespace === real.namespace && owner.name === real.name;
  return [
    ...refusedFields(real.spec).map(({ field }) => field),
    ...(real.state === "external" ? ["sourceRef"] : []),
    ...(unresolved.some(own) ? ["remote bases"] : []),
  ];
}

/** What the deploy script of releases looks for (templates/lib/helm-release.sh). */
function reasonsOfRelease(real: HelmRelease): string[] {
  const spec = mappingAt(real.object.content, "spec") ?? {};
  const byPath = listAt(spec, "valuesFrom").some((one) => (textAt(one, "targetPath") ?? "") !== "");
  const storage = textAt(spec, "storageNamespace") ?? real.namespace;
  return [
    ...["postRenderers", "commonMetadata", "kubeConfig"].filter((field) => isGiven(spec[field])),
    ...(byPath ? ["valuesFrom.targetPath"] : []),
    ...(storage === real.releaseNamespace ? [] : ["storageNamespace"]),
  ];
}
