import type { RealObject, Reality, Workload } from "../../reality/model.ts";
import { suspendedBy } from "../../reality/query.ts";
import { textAt } from "../../reality/value.ts";
import { spanAt } from "../../source/origin.ts";
import { groupedBy } from "../parts.ts";
import type { Rule } from "../rule.ts";
import { findWorkload } from "../../reality/query.ts";
import { listed, seenAt } from "./evidence.ts";
import { namedObjects, type NamedObject } from "./places.ts";

export const notRunning: Rule = {
  code: "FT604",
  severity: "warning",
  asks: "reality",
  title: "a workload does not run",
  why: "Its place in Tilt stays pending, and forwards and buttons find no pod.",
  wrong: "workloads: { jellyfin: deployment/jellyfin }     # `replicas: 0` in the repository",
  right:
    "workloads: { jellyfin: { target: deployment/jellyfin, allow: [{ rule: FT604, reason: off in summer }] } }",
  check: (world, tell) => {
    const { dashboard, reality } = world;
    if (reality === undefined) return;
    const seen = namedObjects(dashboard).flatMap((place) => {
      const workload = found(reality, place);
      return workload === undefined ? [] : [{ place, workload }];
    });
    for (const { place, workload } of seen) {
      const said = whyIdle(reality, workload);
      if (said === undefined) continue;
      tell(place.origin, `${workload.kind} \`${workload.name}\` does not run: ${said}`, {
        related: seenAt(world, workload, "said here"),
      });
    }
    const inCluster = reality.source === "cluster";
    const suspended = seen.flatMap(({ place, workload }) => {
      const by = suspendedBy(reality, workload);
      return by === undefined ? [] : [{ place, by }];
    });
    for (const [by, all] of groupedBy(suspended, (one) => one.by)) {
      const [first] = all;
      if (first === undefined) continue;
      const object: Pick<RealObject, "provenance"> = "object" in by ? by.object : by;
      const kind = "object" in by ? "HelmRelease" : "Kustomization";
      const shown = listed([...new Set(all.map(({ place }) => place.entry.name))]);
      const where = inCluster
        ? `the cluster: Flux does not bring ${shown} up to date`
        : `git: ${shown} may not be as the repository says`;
      tell(first.place.origin, `${kind} \`${by.namespace}/${by.name}\` is suspended in ${where}`, {
        related: [
          ...seenAt(world, object, "suspended here"),
          ...all
            .slice(1, 3)
            .map(({ place }) => ({ message: "it applies this too", span: spanAt(place.origin) })),
        ],
      });
    }
  },
};

function found(reality: Reality, { target, namespace }: NamedObject): Workload | undefined {
  if (namespace === undefined) return undefined;
  const answer = findWorkload(reality, target.kind, namespace, target.name);
  return answer.state === "found" ? answer.item : undefined;
}

function whyIdle(reality: Reality, workload: Workload): string | undefined {
  if (workload.suspended) return "it is suspended";
  if (workload.replicas !== 0 || isScaled(reality, workload)) return undefined;
  return "it has no replicas";
}

/** True where an autoscaler decides on the replicas. */
function isScaled(reality: Reality, { kind, name, namespace }: Workload): boolean {
  return reality.objects.some(
    (one) =>
      (one.kind === "HorizontalPodAutoscaler" ||
        one.kind === "ScaledObject" ||
        one.kind === "HTTPScaledObject") &&
      one.namespace === namespace &&
      (textAt(one.content, "spec", "scaleTargetRef", "kind") ?? "Deployment") === kind &&
      textAt(one.content, "spec", "scaleTargetRef", "name") === name,
  );
}
