import type { FluxObject } from "../../actions/action.ts";
import type { Owner, Reality } from "../../reality/model.ts";
import { findKustomization, findRelease, findWorkload } from "../../reality/query.ts";
import type { Rule, Tell } from "../rule.ts";
import { certaintyOf, seenAt } from "./evidence.ts";
import { kindNames } from "./missing-flux-object.ts";
import { actionsOf, namedObjects, ownerOrigin, type NamedObject } from "./places.ts";

export const wrongOwner: Rule = {
  code: "FT613",
  severity: "error",
  asks: "reality",
  title: "another Flux object deploys a workload, or none",
  why: "Suspending and resuming the wrong one changes nothing, and Flux undoes what is done meanwhile.",
  wrong: "workloads: { web: { target: deployment/web, flux: apps } }         # `web` is deployed by `shop`",
  right: "workloads: { web: { target: deployment/web, flux: shop } }",
  check: (world, tell) => {
    const { dashboard, reality } = world;
    if (reality === undefined) return;
    const suspending = new Set(
      actionsOf(dashboard).flatMap(({ name, needs, entry }) =>
        (name === "suspend" || name === "scale") && needs.flux !== undefined && needs.flux === entry?.owner
          ? [entry.origin]
          : [],
      ),
    );
    for (const place of namedObjects(dashboard)) {
      const found = placeInGraph(reality, place);
      if (found === undefined) continue;
      const { owner, workload } = found;
      const real = workload.owner;
      if (real === undefined) {
        tellNobody(reality, place, owner, tell);
        continue;
      }
      if (isSame(owner, real)) continue;
      const { chain } = workload.provenance;
      const isAbove =
        owner.kind === "kustomization" &&
        chain.some((one) => one.name === owner.name && one.namespace === owner.namespace);
      // One further up does bring it up to date; only holding it still needs the owner itself.
      if (isAbove && !suspending.has(place.entry.origin)) continue;
      const right = real.kind === "HelmRelease" ? "{ helmRelease: " : "";
      const said = `${real.kind} \`${real.namespace}/${real.name}\``;
      const wrong = `${kindNames[owner.kind]} \`${owner.namespace}/${owner.name}\``;
      const origin = ownOrigin(place);
      tell(
        origin.origin,
        isAbove
          ? `suspending ${wrong} does not hold \`${place.target.name}\`: ${said} deploys it`
          : `${said} deploys \`${place.target.name}\`, not ${wrong}`,
        {
          ...certaintyOf(workload),
          ...(isAbove ? { severity: "warning" as const } : {}),
          target: origin.target,
          help: `give it \`flux: ${right}${real.namespace}/${real.name}${right === "" ? "" : " }"}\``,
          related: seenAt(world, workload, "it is made here"),
        },
      );
    }
  },
};

/** What nobody of Flux applies is seen in a cluster only: by hand, by Helm, by another tool. */
function tellNobody(reality: Reality, place: NamedObject, owner: FluxObject, tell: Tell): void {
  const isOpen = ["Kustomization", "HelmRelease"].some((kind) =>
    reality.unresolved.some(({ kinds }) => kinds?.includes(kind) === true),
  );
  if (isOpen) return;
  const { origin, target } = ownOrigin(place);
  const called = `${kindNames[owner.kind]} \`${owner.namespace}/${owner.name}\``;
  tell(origin, `no Flux object deploys \`${place.target.name}\` in the cluster, ${called} neither`, {
    target,
    help: "take `flux` out, or let Flux deploy it",
  });
}

function placeInGraph(reality: Reality, { target, namespace, owner }: NamedObject) {
  if (owner === undefined || namespace === undefined || !isThere(reality, owner)) return undefined;
  const answer = findWorkload(reality, target.kind, namespace, target.name);
  return answer.state === "found" ? { owner, workload: answer.item } : undefined;
}

/** A Flux object that is not there is told by another rule. */
function isThere(reality: Reality, owner: FluxObject): boolean {
  if (owner.kind === "kustomization") return findKustomization(reality, owner) !== undefined;
  return owner.kind === "helmRelease" && findRelease(reality, owner) !== undefined;
}

function isSame(owner: FluxObject, real: Owner): boolean {
  return (
    kindNames[owner.kind] === real.kind && owner.name === real.name && owner.namespace === real.namespace
  );
}

/** Its own `flux`; the entry where the group says it for all. */
function ownOrigin({ entry }: NamedObject): { origin: NamedObject["origin"]; target: "key" | "value" } {
  const origin = ownerOrigin(entry.origin);
  return origin.path.length > entry.origin.path.length
    ? { origin, target: "value" }
    : { origin: entry.origin, target: "key" };
}
