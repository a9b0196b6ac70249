import type { Workload } from "../../reality/model.ts";
import { declaredPorts, servedPorts, type ServedPort } from "../../reality/query.ts";
import { integerAt, listAt, mappingAt } from "../../reality/value.ts";
import type { Rule, World } from "../rule.ts";
import { certaintyOf, listed, seenAt, workloadOf } from "./evidence.ts";
import { entriesOf, type Entry } from "./places.ts";

export const servicePort: Rule = {
  code: "FT603",
  severity: "error",
  asks: "reality",
  title: "a Service's port is taken for a pod's",
  why: "Tilt forwards to pods: nothing listens there, and the link opens a page that never loads.",
  wrong: 'ports: ["8080:80"]         # 80 is the Service; the pod listens at 4466',
  right: 'ports: ["8080:4466"]',
  source: "tilt internal/controllers/core/portforward/reconciler.go",
  check: (world, tell) => {
    for (const { forward, entry, workload, served } of forwardsOf(world)) {
      const taken = served.find(({ number }) => number === forward.pod);
      if (taken?.podPort === undefined) continue;
      const { service, podPort } = taken;
      tell(
        forward.origin,
        `${forward.pod} is a port of the Service \`${service.name}\`; the pods of \`${entry.name}\` listen at ${podPort}`,
        {
          ...certaintyOf(workload),
          help: `write \`"${forward.local}:${podPort}"\`, or forward the Service: \`services: ["${forward.local}:${service.name}:${forward.pod}"]\``,
          related: seenAt(world, service, "the Service"),
        },
      );
    }
  },
};

export const undeclaredPort: Rule = {
  code: "FT605",
  severity: "warning",
  asks: "reality",
  title: "no container is known to listen at a forwarded port",
  why: "Tilt forwards to it all the same, and each connection is refused. A pod may listen at a port that it does not declare.",
  wrong: "ports: [8081]         # the container declares 8080",
  right: "ports: [8080]",
  check: (world, tell) => {
    for (const { forward, workload, served, known } of forwardsOf(world)) {
      if (served.some(({ number, podPort }) => number === forward.pod && podPort !== undefined)) continue;
      if (known.length === 0) continue;
      tell(
        forward.origin,
        `no container of ${workload.kind} \`${workload.name}\` declares port ${forward.pod}`,
        {
          ...certaintyOf(workload),
          help: `the pods are known to listen at ${listed(known)}`,
          related: seenAt(world, workload, `the ${workload.kind}`),
        },
      );
    }
  },
};

interface Unknown {
  readonly forward: Entry["forwards"][number];
  readonly entry: Entry;
  readonly workload: Workload;
  readonly served: readonly ServedPort[];
  /** Ports that the pods are known to answer at. */
  readonly known: readonly number[];
}

/** Forwards to a port that the pods are not known to listen at; none where the containers are not known. */
function forwardsOf({ dashboard, reality }: World): readonly Unknown[] {
  if (reality === undefined) return [];
  return entriesOf(dashboard).flatMap((entry): Unknown[] => {
    const workload = entry.forwards.length === 0 ? undefined : workloadOf(reality, entry);
    const declared = workload && declaredPorts(workload);
    if (workload === undefined || declared === undefined) return [];
    const served = servedPorts(reality, workload);
    const known = new Set([
      ...declared,
      ...served.flatMap(({ podPort }) => podPort ?? []),
      ...probedPorts(workload),
    ]);
    return entry.forwards
      .filter(({ pod }) => !known.has(pod))
      .map((forward) => ({ forward, entry, workload, served, known: [...known].sort((a, b) => a - b) }));
  });
}

const probes = ["livenessProbe", "readinessProbe", "startupProbe"];

/** Ports that the kubelet asks, which are open though no container may declare them. */
function probedPorts({ content }: Workload): number[] {
  const pod = mappingAt(content, "spec", "template", "spec");
  return listAt(pod, "containers").flatMap((container) =>
    probes.flatMap((probe) =>
      ["httpGet", "tcpSocket", "grpc"].flatMap((way) => integerAt(container, probe, way, "port") ?? []),
    ),
  );
}
