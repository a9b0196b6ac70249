import type { FluxKind, FluxObject } from "../../actions/action.ts";
import type { RealObject, Reality } from "../../reality/model.ts";
import { byPlace } from "../../reality/by-place.ts";
import { placed, placeOf } from "../../reality/lists.ts";
import { findKustomization, findObject, findRelease, hiddenBy, nearestOf } from "../../reality/query.ts";
import { parseNamespacedName } from "../../grammar/kubernetes.ts";
import { groupsOf, resourcesOf } from "../parts.ts";
import type { Rule, World } from "../rule.ts";
import { certaintyOf, seenAt } from "./evidence.ts";
import { chanceOfFlux } from "./flux-makers.ts";
import { actionsOf, inside, ownerOrigin } from "./places.ts";
import { at, type Origin } from "../../source/origin.ts";
import { valueAt } from "../../source/scalar-text.ts";
import type { Related } from "../../diagnostics/diagnostic.ts";

/** The kinds of Flux as Kubernetes spells them. */
export const kindNames: Readonly<Record<FluxKind, string>> = {
  kustomization: "Kustomization",
  helmRelease: "HelmRelease",
  gitRepository: "GitRepository",
  ociRepository: "OCIRepository",
  helmRepository: "HelmRepository",
  helmChart: "HelmChart",
  bucket: "Bucket",
};

export const missingFluxObject: Rule = {
  code: "FT612",
  severity: "error",
  asks: "reality",
  title: "a Flux object is not there",
  why: "`flux` fails on it, and what is said to belong to it cannot be suspended, resumed or brought up to date.",
  wrong: "do: { reconcile: { kustomization: app } }         # it is called apps",
  right: "do: { reconcile: { kustomization: apps } }",
  check: (world, tell) => {
    const { reality } = world;
    if (reality === undefined) return;
    const where = reality.source === "cluster" ? " in the cluster" : "";
    for (const { flux, origin, related } of fluxObjects(world)) {
      if (isThere(reality, flux)) continue;
      const kind = kindNames[flux.kind];
      const wanted = { kind, name: flux.name };
      const hidden = hiddenBy(reality, flux.namespace, kind)
        .map((note) => ({ of: note.kind, chance: chanceOfFlux(reality, note, wanted) }))
        .filter(({ chance }) => chance !== "none");
      const open = hidden.filter(({ chance }) => chance === "real");
      if (open.some((one) => one.of !== "chart" && one.of !== "values")) continue;
      const { elsewhere, near } = likeObjects(reality, flux);
      if (open.length > 0 && elsewhere === undefined && near === undefined) continue;
      const called = `${kind} \`${flux.namespace}/${flux.name}\``;
      const found = elsewhere ?? near;
      tell(
        origin,
        `there is no ${called}${where}${elsewhere ? `: it is in \`${elsewhere.namespace}\`` : ""}`,
        {
          ...(hidden.length > 0 ? { severity: "warning" as const } : {}),
          ...(found === undefined ? {} : certaintyOf(found)),
          help:
            found === undefined
              ? undefined
              : elsewhere === undefined
                ? `did you mean \`${found.namespace}/${found.name}\`?`
                : `write \`${found.namespace}/${found.name}\``,
          related: [...related, ...(found === undefined ? [] : seenAt(world, found, "it is made here"))],
        },
      );
    }
  },
};

interface UsedObject {
  readonly flux: FluxObject;
  readonly origin: Origin;
  readonly related: readonly Related[];
}

/** Every Flux object that the inventory names: owners, and what actions are about. */
function fluxObjects({ dashboard }: World): readonly UsedObject[] {
  const owners = resourcesOf(dashboard).flatMap((resource): UsedObject[] => {
    if (resource.kind === "task" || resource.kind === "secret" || resource.owner === undefined) return [];
    // Told once, of all servers (FT631).
    if (resource.owner === dashboard.mcp?.kustomization) return [];
    const origin = ownerOrigin(resource.origin);
    return [{ flux: resource.owner, origin: inside(origin, resource.owner.kind), related: [] }];
  });
  // What every entry of a group says otherwise is still what the next one gets.
  const groups = groupsOf(dashboard).flatMap(({ origin: group }): UsedObject[] => {
    const origin = at(group, "flux");
    const flux = valueAt(origin);
    if (typeof flux !== "string") return [];
    const named = parseNamespacedName(flux, dashboard.cluster.flux.root);
    return [{ flux: { kind: "kustomization", ...named }, origin, related: [] }];
  });
  const actions = actionsOf(dashboard).flatMap(({ needs: { flux }, origin, entry, related }) =>
    // What an action takes from its entry is told there.
    flux === undefined || flux === entry?.owner ? [] : [{ flux, origin: inside(origin, flux.kind), related }],
  );
  return [...owners, ...groups, ...actions];
}

/** True where the repository has it, or Flux makes it itself. */
export function isThere(reality: Reality, { kind, namespace, name }: FluxObject): boolean {
  const wanted = { namespace, name };
  if (kind === "kustomization" && findKustomization(reality, wanted) !== undefined) return true;
  if (kind === "helmRelease" && findRelease(reality, wanted) !== undefined) return true;
  // The root and its source are made by `flux bootstrap` or an operator, and need not be in git.
  if (namespace === reality.root?.namespace && name === reality.root.name) return true;
  // helm-controller makes one for each release (fluxcd.io/flux/components/helm).
  if (kind === "helmChart" && reality.releases.some((one) => `${one.namespace}-${one.name}` === name))
    return true;
  return findObject(reality, kindNames[kind], namespace, name).state === "found";
}

/** One of its kind in another namespace, and the one of its own that is called nearly the same. */
export function likeObjects(
  reality: Reality,
  { kind, namespace, name }: FluxObject,
): { readonly elsewhere: RealObject | undefined; readonly near: RealObject | undefined } {
  const all = placed(byPlace(reality).ofKind(kindNames[kind].toLowerCase()));
  const [elsewhere] = all.named(name);
  if (elsewhere !== undefined) return { elsewhere, near: undefined };
  const found = nearestOf(reality, name, all.namesIn(namespace));
  return {
    elsewhere,
    near: found === undefined ? undefined : all.at(placeOf({ namespace, name: found }))[0],
  };
}
