import type { Dashboard } from "../dashboard/model.ts";
import { at, spanAt, type Origin } from "../source/origin.ts";
import { shownOf } from "./parts.ts";
import type { Rule } from "./rule.ts";

interface Use {
  readonly port: number;
  readonly host: string;
  readonly resource: string;
  readonly origin: Origin;
}

const everywhere = "0.0.0.0";

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
    const taken = new Map<number, Use[]>();
    for (const use of usesOf(dashboard)) {
      const others = taken.get(use.port);
      if (others === undefined) {
        taken.set(use.port, [use]);
        continue;
      }
      const before = others.find(
        (one) => one.host === use.host || one.host === everywhere || use.host === everywhere,
      );
      others.push(use);
      if (before === undefined) continue;
      tell(use.origin, `port ${use.port} of this machine is taken by \`${before.resource}\``, {
        related: [{ message: "first used here", span: spanAt(before.origin) }],
        help: `forward another one: "${use.port + 1}:…"`,
      });
    }
  },
};

function usesOf(dashboard: Dashboard): Use[] {
  return shownOf(dashboard).flatMap((resource): Use[] => {
    const { name } = resource;
    if ("keys" in resource) return [];
    if ("watch" in resource) {
      const ports = resource.ports.map(({ port, origin }) => ({
        port,
        host: "localhost",
        resource: name,
        origin,
      }));
      const { http, tcp } = resource.probe ?? {};
      const probed = resource.serve === undefined ? undefined : (http ?? tcp);
      // The probe asks what `serve` listens at: the same port, said a second time.
      if (
        probed === undefined ||
        ports.some((one) => one.port === probed.port) ||
        (probed.host !== undefined && hostOf(probed.host) !== "localhost")
      )
        return ports;
      const key = http === undefined ? "tcp" : "http";
      return [
        ...ports,
        {
          port: probed.port,
          host: "localhost",
          resource: name,
          origin: at(resource.origin, "probe", key, "port"),
        },
      ];
    }
    return [
      ...resource.forwards.map(({ local, host, origin }) => ({
        port: local,
        host: hostOf(host),
        resource: name,
        origin,
      })),
      ...resource.services.map(({ local, origin }) => ({
        port: local,
        host: "localhost",
        resource: name,
        origin,
      })),
    ];
  });
}

function hostOf(host: string | undefined): string {
  return host === undefined || host === "127.0.0.1" ? "localhost" : host;
}
