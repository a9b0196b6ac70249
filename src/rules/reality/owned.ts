import type { FluxObject } from "../../actions/action.ts";
import type { Owner, RealObject, Reality } from "../../reality/model.ts";
import { findKustomization, findRelease, nearestOf, type Answer } from "../../reality/query.ts";
import { kindNames } from "./missing-flux-object.ts";

/** An answer about an object that somebody is said to deploy. */
export interface OwnedAnswer<T> {
  readonly answer: Answer<T>;
  /** True where only this owner is known not to make it; something else, not seen here, could. */
  readonly isOfOwner: boolean;
}

/**
 * Where charts and the like that are not seen could make an object, the owner that the inventory names
 * may settle it: what is not seen, and is neither the owner nor deployed by it, makes nothing of the owner's.
 * `beside` are the objects that the name could have been misspelt from.
 */
export function askOwner<T extends RealObject>(
  reality: Reality,
  answer: Answer<T>,
  owner: FluxObject | undefined,
  name: string,
  beside: readonly T[],
): OwnedAnswer<T> {
  if (answer.state !== "unknown" || owner === undefined || !isFollowed(reality, owner))
    return { answer, isOfOwner: false };
  const isOpen = answer.reasons.some((one) => one.owner === undefined || isUnder(reality, one.owner, owner));
  if (isOpen) return { answer, isOfOwner: false };
  const [first, ...others] = answer.items;
  if (first !== undefined) return { answer: { state: "moved", items: [first, ...others] }, isOfOwner: true };
  const near = nearestOf(
    reality,
    name,
    beside.map((one) => one.name),
  );
  return { answer: { state: "gone", nearest: near }, isOfOwner: true };
}

/** True for an owner whose objects were looked at. */
export function isFollowed(reality: Reality, owner: FluxObject): boolean {
  if (owner.kind === "helmRelease")
    return ["exact", "rule", "live"].includes(findRelease(reality, owner)?.workloads ?? "unknown");
  return owner.kind === "kustomization" && findKustomization(reality, owner)?.state === "built";
}

/** True where `below` is the owner or was deployed by it; also where that cannot be known. */
function isUnder(reality: Reality, below: Owner, owner: FluxObject): boolean {
  const isOwner = (one: { readonly namespace: string; readonly name: string }): boolean =>
    one.name === owner.name && one.namespace === owner.namespace;
  if (below.kind === kindNames[owner.kind] && isOwner(below)) return true;
  if (owner.kind !== "kustomization") return false;
  const { chain } =
    below.kind === "HelmRelease"
      ? (findRelease(reality, below)?.object.provenance ?? {})
      : (findKustomization(reality, below)?.provenance ?? {});
  return chain === undefined || chain.some(isOwner);
}
