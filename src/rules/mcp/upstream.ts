import { byPlace } from "../../reality/by-place.ts";
import { findService, findWorkload } from "../../reality/query.ts";
import { podPort } from "../../reality/pods.ts";
import { at } from "../../source/origin.ts";
import { certaintyOf, listed, seenAt, weigh, whoLacks } from "../reality/evidence.ts";
import type { Rule } from "../rule.ts";

export const mcpUpstreamMissing: Rule = {
  code: "FT633",
  severity: "error",
  asks: "reality",
  title: "an MCP server asks a Service that is not there",
  why: "Every question ends in a name that does not resolve, or a port that nobody listens at.",
  wrong:
    'prometheus: { version: 1.6.2, url: "http://prometheus-kube-prometheus-stack-prometheus.monitoring:9090" }         # the StatefulSet',
  right: 'prometheus: { version: 1.6.2, url: "http://kube-prometheus-stack-prometheus.monitoring:9090" }',
  check: (world, tell) => {
    const { reality, dashboard } = world;
    if (reality === undefined) return;
    for (const { plan, origin } of dashboard.mcp?.servers ?? [])
      for (const { service } of plan.upstreams) {
        if (service === undefined) continue;
        const { name, namespace } = service;
        const answer = findService(reality, namespace, name);
        const place = at(origin, "url");
        if (answer.state === "found") {
          const { ports } = answer.item;
          if (ports === undefined || ports.some(({ number }) => number === service.port)) continue;
          tell(place, `the Service \`${name}\` has no port ${service.port}`, {
            ...certaintyOf(answer.item),
            help: `it has ${listed(ports.map(({ number }) => number))}`,
            related: seenAt(world, answer.item, "the Service"),
          });
          continue;
        }
        const [moved] = answer.state === "moved" ? answer.items : [];
        const workload = ["statefulset", "deployment"]
          .map((kind) => findWorkload(reality, kind, namespace, name))
          .find((one) => one.state === "found");
        const hasTrace = moved !== undefined || workload !== undefined;
        // Charts that are not seen call a Deployment's Service after it; an operator's StatefulSet has another.
        const isOperators = workload?.state === "found" && workload.item.kind === "StatefulSet";
        if (answer.state === "unknown" && !isOperators) continue;
        const nearest = answer.state === "gone" ? answer.nearest : undefined;
        const weight = weigh({
          reality,
          namespace,
          owner: undefined,
          hasTrace: hasTrace || nearest !== undefined,
        });
        if (weight === "silent") continue;
        const is = workload?.state === "found" ? `: that is the name of the ${workload.item.kind}` : "";
        tell(place, `${whoLacks(reality)} no Service \`${name}\` in \`${namespace}\`${is}`, {
          ...(weight === "warning" || answer.state === "unknown" ? { severity: "warning" as const } : {}),
          help:
            moved === undefined
              ? nearest && `did you mean \`${nearest}\`?`
              : `it is in \`${moved.namespace}\``,
        });
      }
  },
};

export const mcpPodPort: Rule = {
  code: "FT634",
  severity: "error",
  asks: "reality",
  title: "an MCP server's network policy opens another port than the pods have",
  why: "A policy is asked after the Service has been resolved: the port is the pod's, and any other stays shut.",
  wrong:
    'grafana: { version: 1.1.0, url: "http://grafana.monitoring:80", podPort: 80 }         # the pods listen at 3000',
  right: 'grafana: { version: 1.1.0, url: "http://grafana.monitoring:80", podPort: 3000 }',
  source: "kubernetes.io/docs/concepts/services-networking/network-policies",
  check: (world, tell) => {
    const { reality, dashboard } = world;
    if (reality === undefined) return;
    for (const { key, plan, origin } of dashboard.mcp?.servers ?? [])
      for (const upstream of plan.upstreams) {
        if (upstream.service === undefined) continue;
        const { name, namespace, port } = upstream.service;
        const answer = findService(reality, namespace, name);
        if (answer.state !== "found") continue;
        const { item: service } = answer;
        const written = service.ports?.find(({ number }) => number === port);
        if (written === undefined) continue;
        const behind = byPlace(reality).workloadsBehind(service);
        const real = new Set(behind.flatMap((one) => podPort(written, one) ?? []));
        if (real.size === 0 || real.has(upstream.podPort)) continue;
        const [first] = real;
        tell(
          origin,
          `\`${key}\` may reach port ${upstream.podPort} of the pods behind \`${name}\`, which listen at ${listed([...real])}`,
          {
            target: "key",
            ...certaintyOf(service),
            help: `write \`podPort: ${first ?? ""}\``,
            related: seenAt(world, service, "the Service"),
          },
        );
      }
  },
};
