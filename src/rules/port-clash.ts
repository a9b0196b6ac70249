import type { Dashboard, Task } from "../dashboard/model.ts";
import { at, spanAt, type Origin } from "../source/origin.ts";
import { groupedBy, inTextOrder, shownOf } from "./parts.ts";
import type { Rule } from "./rule.ts";

export interface Use {
  readonly port: number;
  readonly host: string;
  readonly resource: string;
  readonly origin: Origin;
  /** How another port is written here. */
  readonly help: (port: number) => string;
}

const everywhere = new Set(["0.0.0.0", "::"]);

export const portClash: Rule = {
  code: "FT305",
  severity: "error",
  title: "two forwards use one port of this machine",
  why: "Tilt never compares ports of different resources: one of the two reconnects for ever, and which one changes.",
  wrong:
    "workloads:\n  a: { target: deployment/a, ports: [8080] }\n  b: { target: deployment/b, ports: [8080] }",
  right:
    'workloads:\n  a: { target: deployment/a, ports: [8080] }\n  b: { target: deployment/b, ports: ["8081:8080"] }',
  source: "tilt internal/controllers/core/portforward/reconciler.go",
  check: ({ dashboard }, tell) => {
    const every = portUses(dashboard);
    const taken = new Set(every.map((use) => use.port));
    for (const [port, all] of groupedBy(every, (use) => use.port)) {
      if (all.length < 2) continue;
      const uses = inTextOrder(dashboard, all);
      for (const [index, use] of uses.entries()) {
        const before = uses.slice(0, index).find((one) => meet(one.host, use.host));
        if (before === undefined) continue;
        tell(use.origin, `port ${port} of this machine is taken by \`${before.resource}\``, {
          related: [{ message: "first used here", span: spanAt(before.origin) }],
          help: use.help(takeFree(taken, port)),
        });
      }
    }
  },
};

/** True for two addresses of this machine at which one port cannot be listened at twice. */
function meet(one: string, other: string): boolean {
  return one === other || everywhere.has(one) || everywhere.has(other);
}

/** Every port of this machine that a resource listens at: forwards, and what tasks serve. */
export function portUses(dashboard: Dashboard): readonly Use[] {
  return shownOf(dashboard).flatMap((resource): Use[] => {
    if ("keys" in resource) return [];
    if ("watch" in resource) return usesOfTask(resource);
    const { name: owner } = resource;
    return [
      ...resource.forwards.map(({ local, pod, host, origin }) => ({
        port: local,
        host: hostOf(host),
        resource: owner,
        origin,
        help: (other: number) => `forward another port of this machine: \`"${other}:${pod}"\``,
      })),
      ...resource.services.map(({ local, service, port, origin }) => ({
        port: local,
        host: "localhost",
        resource: owner,
        origin,
        help: (other: number) => `forward another port of this machine: \`"${other}:${service}:${port}"\``,
      })),
    ];
  });
}

/** What `serve` listens at. */
function usesOfTask(task: Task): Use[] {
  const common = { host: "localhost", resource: task.name, help: () => "have it listen at another port" };
  const ports = task.ports.map(({ port, origin }) => ({ ...common, port, origin }));
  const { http, tcp } = task.probe ?? {};
  const probed = task.serve === undefined ? undefined : (http ?? tcp);
  // The probe asks what `serve` listens at: the same port, said a second time.
  if (probed === undefined || ports.some((one) => one.port === probed.port)) return ports;
  if (probed.host !== undefined && hostOf(probed.host) !== "localhost") return ports;
  const key = http === undefined ? "tcp" : "http";
  return [...ports, { ...common, port: probed.port, origin: at(task.origin, "probe", key, "port") }];
}

/** The next port that nothing uses, taken at once: two proposals never clash. */
function takeFree(taken: Set<number>, port: number): number {
  let free = port;
  while (taken.has(free)) free = free < 65535 ? free + 1 : 1024;
  taken.add(free);
  return free;
}

function hostOf(host: string | undefined): string {
  return host === undefined || host === "127.0.0.1" || host === "::1" ? "localhost" : host;
}
