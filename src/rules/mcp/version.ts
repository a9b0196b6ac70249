import { servers } from "../../mcp/index.ts";
import { at } from "../../source/origin.ts";
import type { Rule } from "../rule.ts";

export const mcpVersion: Rule = {
  code: "FT370",
  severity: "error",
  title: "an MCP server's version names no release",
  why: "`latest` is the build of the day: what was proved yesterday is not what runs today. A tag in another form than the image's own names nothing, and the pod waits for an image for ever.",
  wrong:
    "mcp: { path: infra/mcp, fluxFile: clusters/home/mcp.yaml, cni: cilium, servers: { kubernetes: { version: latest } } }",
  right:
    "mcp: { path: infra/mcp, fluxFile: clusters/home/mcp.yaml, cni: cilium, servers: { kubernetes: { version: v0.0.67 } } }",
  check: ({ dashboard }, tell) => {
    for (const { key, image, origin } of dashboard.mcp?.servers ?? []) {
      const { pattern, says } = servers[key].version;
      if (pattern.test(image.version)) continue;
      const other = image.version.startsWith("v") ? image.version.slice(1) : `v${image.version}`;
      tell(at(origin, "version"), `\`${image.version}\` is no version of this server`, {
        help: pattern.test(other) ? `write \`${other}\`: ${says}` : says,
      });
    }
  },
};
