import { at } from "../../source/origin.ts";
import type { Rule } from "../rule.ts";

/** What one server may use, of the roadmap's budget for all of them. */
const budget = { cpu: "200m", memory: "256Mi" } as const;

export const mcpBudget: Rule = {
  code: "FT380",
  severity: "warning",
  title: "an MCP server may use more than it needs",
  why: "A server that waits for questions needs little; what it may use beyond that is taken from what the cluster is for.",
  wrong:
    "mcp: { path: infra/mcp, fluxFile: clusters/home/mcp.yaml, cni: cilium, servers: { kubernetes: { version: v0.0.67, resources: { memory: 1Gi } } } }",
  right:
    "mcp: { path: infra/mcp, fluxFile: clusters/home/mcp.yaml, cni: cilium, servers: { kubernetes: { version: v0.0.67, resources: { memory: 256Mi } } } }",
  check: ({ dashboard: { mcp } }, tell) => {
    for (const { limits, origin } of mcp?.servers ?? [])
      for (const resource of ["cpu", "memory"] as const) {
        if (amount(limits[resource]) <= amount(budget[resource])) continue;
        tell(at(origin, "resources", resource), `the budget of a server is \`${budget[resource]}\``, {
          help: "where it is killed for want of memory, allow it with that as the reason",
        });
      }
  },
};

const factors: Readonly<Record<string, number>> = {
  m: 0.001,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  Ki: 1024,
  Mi: 1024 ** 2,
  Gi: 1024 ** 3,
};

/** A quantity of Kubernetes as a number (k8s.io/apimachinery, resource.Quantity). */
function amount(written: string): number {
  const [, digits = "0", unit = ""] = /^([0-9.]+)([A-Za-z]*)$/.exec(written) ?? [];
  return Number(digits) * (factors[unit] ?? 1);
}
