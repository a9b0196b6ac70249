import { at } from "../../source/origin.ts";
import type { Rule } from "../rule.ts";

export const mcpHazard: Rule = {
  code: "FT372",
  severity: "error",
  title: "an MCP server offers tools that leak",
  why: "A read-only server shows what it can read to whoever asks, and a model repeats it.",
  wrong:
    "mcp: { path: infra/mcp, fluxFile: clusters/home/mcp.yaml, cni: cilium, servers: { kubernetes: { version: v0.0.67, toolsets: [core, config] } } }",
  right:
    "mcp: { path: infra/mcp, fluxFile: clusters/home/mcp.yaml, cni: cilium, servers: { kubernetes: { version: v0.0.67, toolsets: [core] } } }",
  source: "containers/kubernetes-mcp-server#1415",
  check: ({ dashboard }, tell) => {
    for (const { plan, isUnsafe, origin } of dashboard.mcp?.servers ?? [])
      if (!isUnsafe)
        for (const { option, value, says } of plan.hazards)
          tell(at(origin, option), `\`${value}\` ${says}`, {
            help: "take it out, or say why it must be: `unsafe: { reason: … }`",
          });
  },
};
