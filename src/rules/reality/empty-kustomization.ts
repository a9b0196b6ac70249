import type { FluxKustomization } from "../../reality/model.ts";
import { findKustomization } from "../../reality/query.ts";
import { resourcesOf } from "../parts.ts";
import type { Rule } from "../rule.ts";
import { inRepository, seenAt } from "./evidence.ts";
import { inside, manifestSetsOf, ownerOrigin } from "./places.ts";

export const emptyKustomization: Rule = {
  code: "FT618",
  severity: "error",
  asks: "reality",
  title: "a set of manifests holds nothing",
  why: "The set of manifests has nothing to deploy, or its deploy fails when it is first tried.",
  wrong: "manifests: { web: { kustomize: ./web, flux: web } }         # ./web names a file that is gone",
  right: "manifests: { web: { kustomize: ./web/base, flux: web } }",
  check: ({ dashboard, rendered }, tell) => {
    for (const set of manifestSetsOf(dashboard)) {
      const { kustomize, origin } = set;
      const found = rendered?.(set);
      if (found === undefined) continue;
      const place = inside(origin, kustomize === undefined ? "files" : "kustomize");
      const called = kustomize === undefined ? `\`${set.name}\`` : `\`${kustomize}\``;
      if (!found.hasKustomization)
        tell(place, `the folder ${called} holds no kustomization.yaml`, {
          help: "name the folder that holds it, or list the manifests under `files`",
        });
      else if (found.broken !== undefined) tell(place, `${called} does not render: ${found.broken}`);
      else if (found.objects.length === 0 && !found.isPartial) tell(place, `${called} renders no object`);
    }
  },
};

export const missingFluxFolder: Rule = {
  code: "FT620",
  severity: "warning",
  asks: "reality",
  title: "a Kustomization builds a folder that is not there",
  why: "Flux applies nothing new of it: what the inventory says of it stopped being true when the folder went.",
  wrong: "groups: { web: { flux: web } }         # its `spec.path` is gone",
  right: "groups: { web: { flux: shop } }",
  check: (world, tell) => {
    const { dashboard, reality } = world;
    if (reality === undefined) return;
    const { mcp, access } = dashboard;
    // What is generated here is told once (FT635).
    const ours = [mcp, access].flatMap((one) => (one === undefined ? [] : inRepository(world, one.fluxFile)));
    const lost = reality.kustomizations.filter(
      ({ state, provenance }) => state === "missing" && !ours.includes(provenance.file ?? ""),
    );
    const named = new Set<FluxKustomization>();
    for (const resource of resourcesOf(dashboard)) {
      if (resource.kind === "task" || resource.kind === "secret") continue;
      if (resource.owner?.kind !== "kustomization") continue;
      const real = findKustomization(reality, resource.owner);
      if (real === undefined || !lost.includes(real)) continue;
      named.add(real);
      const related = seenAt(world, real, "the Kustomization");
      tell(inside(ownerOrigin(resource.origin), "kustomization"), said(real), { related });
    }
    for (const real of lost) {
      if (real.suspended || named.has(real)) continue;
      const [place] = seenAt(world, real, "");
      if (place !== undefined)
        tell(inside(dashboard.cluster.origin, "flux"), said(real), { span: place.span });
    }
  },
};

function said({ namespace, name, folder = "" }: FluxKustomization): string {
  return `Kustomization \`${namespace}/${name}\` builds \`${folder}\`, which is not there`;
}
