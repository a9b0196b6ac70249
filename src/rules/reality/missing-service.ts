import { didYouMean } from "../../diagnostics/nearest.ts";
import { byPlace } from "../../reality/by-place.ts";
import { findService } from "../../reality/query.ts";
import type { Reality } from "../../reality/model.ts";
import { podPort } from "../../reality/pods.ts";
import type { Service } from "../../reality/model.ts";
import type { Rule } from "../rule.ts";
import { certaintyOf, likely, listed, seenAt, weigh, whoLacks } from "./evidence.ts";
import { askOwner, type OwnedAnswer } from "./owned.ts";
import { entriesOf, type Entry } from "./places.ts";

type Forward = Entry["services"][number];

/** The forwards to Services that Flux is to have applied. */
function forwards(
  reality: Reality,
  entries: readonly Entry[],
): readonly (OwnedAnswer<Service> & { readonly forward: Forward; readonly entry: Entry })[] {
  return entries
    .filter((entry) => !entry.isOwn)
    .flatMap((entry) =>
      entry.services.map((forward) => {
        const { service, namespace } = forward;
        const answer = findService(reality, namespace, service);
        const beside = byPlace(reality).servicesIn(namespace);
        return { ...askOwner(reality, answer, entry.owner, service, beside), forward, entry };
      }),
    );
}

export const missingService: Rule = {
  code: "FT606",
  severity: "error",
  asks: "reality",
  title: "a Service is not in what Flux applies",
  why: "The forward tries again for ever and never connects.",
  wrong: 'services: ["3001:grafana:80"]         # the Service is called kube-prometheus-stack-grafana',
  right: 'services: ["3001:kube-prometheus-stack-grafana:80"]',
  check: (world, tell) => {
    const { dashboard, reality } = world;
    if (reality === undefined) return;
    for (const { forward, entry, answer, isOfOwner } of forwards(reality, entriesOf(dashboard))) {
      const { service: name, namespace, origin } = forward;
      // Another one may make the Service of an owner's workload: only a trace speaks against that.
      const unsure = isOfOwner ? ({ severity: "warning", label: likely } as const) : {};
      if (answer.state === "moved" && !isOfOwner) {
        const [item] = answer.items;
        tell(origin, `there is no Service \`${name}\` in \`${namespace}\`: it is in \`${item.namespace}\``, {
          ...certaintyOf(item),
          help: `write \`{ local: ${forward.local}, service: ${name}, port: ${forward.port}, namespace: ${item.namespace} }\``,
          related: seenAt(world, item, "it is made here"),
        });
      }
      if (answer.state !== "gone") continue;
      const { nearest } = answer;
      const weight = weigh({ reality, namespace, owner: entry.owner, hasTrace: nearest !== undefined });
      if (weight === "silent" || (isOfOwner && nearest === undefined)) continue;
      tell(origin, `${whoLacks(reality)} no Service \`${name}\` in \`${namespace}\``, {
        ...(weight === "warning" ? { severity: weight } : unsure),
        help: nearest && `did you mean \`${nearest}\`?`,
      });
    }
  },
};

export const missingServicePort: Rule = {
  code: "FT607",
  severity: "error",
  asks: "reality",
  title: "a Service has no such port",
  why: "kubectl refuses to forward, and the forward tries again for ever.",
  wrong: 'services: ["3001:grafana:3000"]         # the Service has 80, which leads to 3000 of the pod',
  right: 'services: ["3001:grafana:80"]',
  check: (world, tell) => {
    const { dashboard, reality } = world;
    if (reality === undefined) return;
    for (const { forward, answer } of forwards(reality, entriesOf(dashboard))) {
      if (answer.state !== "found") continue;
      const { ports } = answer.item;
      const isThere = ports?.some(
        ({ number, name }) => String(number) === forward.port || name === forward.port,
      );
      if (ports === undefined || isThere === true) continue;
      const workloads = byPlace(reality).workloadsBehind(answer.item);
      const behind = ports.find((port) => {
        const pods = workloads.map((workload) => String(podPort(port, workload)));
        return [String(port.target), ...pods].includes(forward.port);
      });
      const names = ports.flatMap(({ name }) => name ?? []);
      const meant = behind === undefined ? didYouMean(forward.port, names) : undefined;
      const has = ports.map(({ number, name }) => (name === undefined ? number : `${number} (${name})`));
      tell(forward.origin, `the Service \`${forward.service}\` has no port \`${forward.port}\``, {
        ...certaintyOf(answer.item),
        help:
          behind === undefined
            ? (meant ?? `it has ${listed(has)}`)
            : `${forward.port} is the pod's port; the Service's is \`${behind.number}\``,
        related: seenAt(world, answer.item, "the Service"),
      });
    }
  },
};
