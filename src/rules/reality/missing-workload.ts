import type { FluxObject } from "../../actions/action.ts";
import type { Dashboard } from "../../dashboard/model.ts";
import { workloadKind } from "../../grammar/kubernetes.ts";
import { byPlace } from "../../reality/by-place.ts";
import { placed, placeOf, type Placed } from "../../reality/lists.ts";
import type { RealObject, Reality, Workload } from "../../reality/model.ts";
import { findObject, findWorkload, nearestOf, type Answer } from "../../reality/query.ts";
import { at } from "../../source/origin.ts";
import { perDashboard } from "../parts.ts";
import { shownBy } from "../placed-workloads.ts";
import type { Rule, Tell, World } from "../rule.ts";
import { aKind, certaintyOf, isMadeByOthers, runsPods, seenAt, weigh, whoLacks } from "./evidence.ts";
import { kindNames } from "./missing-flux-object.ts";
import { askOwner, isFollowed } from "./owned.ts";
import { actionsOf, inside, manifestSetsOf, namedObjects, saysOwner, type NamedObject } from "./places.ts";

export const missingWorkload: Rule = {
  code: "FT602",
  severity: "error",
  asks: "reality",
  title: "a workload is not in what Flux applies",
  why: "Tilt waits for it for ever, and each of its buttons fails when it is pressed.",
  wrong: "target: deployment/graylog       # the repository has a StatefulSet of that name",
  right: "target: statefulset/graylog",
  check: (world, tell) => {
    const { dashboard, reality } = world;
    if (reality === undefined) return;
    for (const place of namedObjects(dashboard)) checkPlace(world, reality, place, tell);
    for (const place of setObjects(dashboard)) checkPlace(world, reality, place, tell);
    for (const { name, needs, origin, entry, related } of actionsOf(dashboard)) {
      const { workload } = needs;
      if (workload === undefined) continue;
      const { target, namespace } = workload;
      const isEntry = target === entry?.target && namespace === entry.namespace;
      if (isEntry || entry?.isOwn === true) continue;
      const place = { target, namespace, owner: undefined, origin: inside(origin, "target") };
      checkPlace(world, reality, place, (where, message, details = {}) => {
        tell(where, `\`${name}\`: ${message}`, {
          ...details,
          related: [...related, ...(details.related ?? [])],
        });
      });
    }
  },
};

/** The objects that a set of manifests of Flux's shows beside workloads: `name:kind:namespace`. */
function setObjects(dashboard: Dashboard): readonly Place[] {
  return manifestSetsOf(dashboard).flatMap(({ owner, resources }) =>
    owner === undefined
      ? []
      : resources.flatMap((one) =>
          one.objects.map((text, index): Place => {
            const [name = "", kind = "", namespace] = text.split(":");
            const origin = at(one.origin, "objects", index);
            return { target: { kind, name }, namespace: namespace ?? one.namespace, owner, origin };
          }),
        ),
  );
}

/** `entry` is that which shows the object, where one does: no two entries may show the same. */
type Place = Pick<NamedObject, "target" | "namespace" | "owner" | "origin"> &
  Partial<Pick<NamedObject, "entry">>;

function checkPlace(world: World, reality: Reality, place: Place, tell: Tell): void {
  const { target, owner, origin } = place;
  const namespace = place.namespace ?? "";
  const first = lookFor(reality, place);
  if (first === undefined) return;
  const beside = runsPods(target.kind) ? byPlace(reality).workloads.inNamespace(namespace) : [];
  const { answer, isOfOwner } = askOwner(reality, first, owner, target.name, beside);
  if (answer.state === "moved") tellMoved(world, place, answer.items[0], tell);
  if (answer.state !== "gone") return;
  const near = nearObject(reality, namespace, answer.nearest);
  if (isMadeByOthers(target.kind) && near?.kind.toLowerCase() !== workloadKind(target.kind)) return;
  const isSettled =
    owner !== undefined &&
    isFollowed(reality, owner) &&
    (saysOwner(origin) || appliesFlux(reality, owner, namespace));
  const weight = weigh({ reality, namespace, owner, hasTrace: near !== undefined, isSettled });
  if (weight === "silent") return;
  const meant = meantBy(world, reality, place, near);
  const where = namespace === "" ? "" : ` in \`${namespace}\``;
  const who =
    isOfOwner && owner !== undefined
      ? `${kindNames[owner.kind]} \`${owner.namespace}/${owner.name}\` makes`
      : whoLacks(reality);
  tell(origin, `${who} no ${target.kind} \`${target.name}\`${where}`, {
    ...(weight === "warning" ? { severity: weight } : {}),
    help: meant && guess(world, place, meant),
    related: meant && seenAt(world, meant, `\`${meant.name}\` is made here`),
  });
}

/** True where Flux itself is in git, and its namespace holds what that Kustomization applies. */
function appliesFlux(reality: Reality, { kind, ...named }: FluxObject, namespace: string): boolean {
  const controller = findWorkload(reality, "deployment", namespace, "kustomize-controller");
  if (controller.state !== "found" || kind !== "kustomization") return false;
  const { owner, confidence } = controller.item;
  return confidence === "exact" && owner?.name === named.name && owner.namespace === named.namespace;
}

/** Undefined for a kind that the graph has none of: its name may be a short one of kubectl's. */
function lookFor(reality: Reality, { target, namespace = "" }: Place): Answer<RealObject> | undefined {
  if (runsPods(target.kind)) return findWorkload(reality, target.kind, namespace, target.name);
  const kind = target.kind.split(".")[0] ?? target.kind;
  if (byPlace(reality).ofKind(kind).length === 0) return undefined;
  const answer = findObject(reality, kind, "", target.name);
  return answer.state === "found" ? answer : findObject(reality, kind, namespace, target.name);
}

function tellMoved(world: World, place: Place, found: RealObject, tell: Tell): void {
  const { target, namespace = "", origin } = place;
  const wanted = workloadKind(target.kind);
  const isOtherKind = runsPods(target.kind) && found.kind.toLowerCase() !== wanted;
  const isElsewhere = found.namespace !== namespace;
  const became = [
    isOtherKind ? `it is ${aKind(found.kind)}` : undefined,
    isElsewhere ? `${isOtherKind ? "" : "it is "}in \`${found.namespace}\`` : undefined,
  ];
  const right = [
    isOtherKind ? `\`${found.kind.toLowerCase()}/${found.name}\`` : undefined,
    isElsewhere ? `\`namespace: ${found.namespace}\`` : undefined,
  ];
  const said = became.filter((text) => text !== undefined).join(" ");
  const shown = place.entry && shownBy(world.dashboard, found.namespace, found);
  tell(origin, `there is no ${target.kind} \`${target.name}\` in \`${namespace}\`: ${said}`, {
    ...certaintyOf(found),
    related: seenAt(world, found, "it is made here"),
    help:
      shown === undefined
        ? `write ${right.filter((text) => text !== undefined).join(" and ")}`
        : `\`${shown}\` shows it already: leave this one out`,
  });
}

/** What was likely meant: the nearest that no entry shows already, where there is one. */
function meantBy(
  { dashboard }: World,
  reality: Reality,
  { target, namespace = "", entry }: Place,
  near: RealObject | undefined,
): RealObject | undefined {
  if (near === undefined || entry === undefined || shownBy(dashboard, namespace, near) === undefined)
    return near;
  if (!runsPods(target.kind)) return near;
  const free = freeWorkloads(dashboard)(reality, namespace);
  const name = nearestOf(reality, target.name, free.namesIn(namespace));
  return name === undefined ? near : (free.at(placeOf({ namespace, name }))[0] ?? near);
}

/** The workloads of a namespace that no entry shows. */
const freeWorkloads = perDashboard((dashboard) => {
  const known = new WeakMap<readonly Workload[], readonly Workload[]>();
  return (reality: Reality, namespace: string): Placed<Workload> => {
    const beside = byPlace(reality).workloads.inNamespace(namespace);
    const free =
      known.get(beside) ?? beside.filter((one) => shownBy(dashboard, namespace, one) === undefined);
    known.set(beside, free);
    return placed(free);
  };
});

function guess({ dashboard }: World, { namespace, entry }: Place, meant: RealObject): string {
  const text = `\`${meant.kind.toLowerCase()}/${meant.name}\``;
  const shown = entry && shownBy(dashboard, namespace, meant);
  return shown === undefined
    ? `did you mean ${text}?`
    : `the nearest is ${text}, which \`${shown}\` shows already`;
}

function nearObject(reality: Reality, namespace: string, name: string | undefined): RealObject | undefined {
  if (name === undefined) return undefined;
  const { workloads, objectsAt } = byPlace(reality);
  const place = placeOf({ namespace, name });
  return workloads.at(place)[0] ?? objectsAt(place)[0];
}
