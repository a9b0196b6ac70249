import { posix } from "node:path";
import { at, spanAt } from "../../source/origin.ts";
import { findKustomization, findWorkload } from "../../reality/query.ts";
import type { Rule } from "../rule.ts";

export const mcpFluxFile: Rule = {
  code: "FT378",
  severity: "error",
  title: "the Kustomization of the MCP servers is applied by nobody",
  why: "A Kustomization that lies in the folder which it applies is never made, and neither is what lies outside of the cluster's own path.",
  wrong:
    "mcp: { path: infra/mcp, fluxFile: infra/mcp/flux.yaml, cni: cilium, servers: { kubernetes: { version: v0.0.67 } } }",
  right:
    "mcp: { path: infra/mcp, fluxFile: clusters/home/mcp.yaml, cni: cilium, servers: { kubernetes: { version: v0.0.67 } } }",
  source: "fluxcd.io/flux/components/kustomize/kustomizations",
  check: ({ dashboard: { mcp, cluster } }, tell) => {
    if (mcp === undefined) return;
    const origin = at(mcp.origin, "fluxFile");
    if (isInside(mcp.fluxFile, mcp.path))
      tell(origin, `\`${mcp.fluxFile}\` lies in the folder that it has Flux apply`, {
        related: [{ message: "the folder", span: spanAt(at(mcp.origin, "path")) }],
        help: "put it below the cluster's own path",
      });
    else if (cluster.flux.path !== undefined && !isInside(mcp.fluxFile, cluster.flux.path))
      tell(origin, `\`${mcp.fluxFile}\` is not below \`${cluster.flux.path}\`, where Flux begins`, {
        related: [{ message: "the cluster's path", span: spanAt(at(cluster.origin, "flux", "path")) }],
      });
  },
};

export const mcpUnreached: Rule = {
  code: "FT631",
  severity: "error",
  asks: "reality",
  title: "Flux does not come to the Kustomization of the MCP servers",
  why: "Its file is there, and no `kustomization.yaml` on the way from the cluster's path lists it: nothing is deployed, and nothing is said.",
  wrong:
    "mcp: { fluxFile: clusters/home/mcp.yaml, … }         # clusters/home/kustomization.yaml has other resources",
  right:
    "mcp: { fluxFile: clusters/home/mcp.yaml, … }         # clusters/home/kustomization.yaml lists mcp.yaml",
  check: ({ dashboard: { mcp }, reality }, tell) => {
    if (mcp === undefined || reality === undefined) return;
    if (findKustomization(reality, mcp.kustomization) !== undefined) {
      if (reality.source !== "cluster") return;
      for (const { name, origin } of mcp.servers)
        if (findWorkload(reality, "deployment", mcp.namespace, name).state !== "found")
          tell(origin, `the cluster has no Deployment \`${name}\` in \`${mcp.namespace}\``, {
            target: "key",
            help: "commit and push what is generated, and have Flux reconcile",
          });
      return;
    }
    const name = `${mcp.kustomization.namespace}/${mcp.kustomization.name}`;
    if (reality.source === "cluster")
      tell(at(mcp.origin, "fluxFile"), `the cluster has no Kustomization \`${name}\``, {
        help: "commit and push what is generated, and have Flux reconcile",
      });
    else
      tell(at(mcp.origin, "fluxFile"), `nothing on Flux's way lists \`${mcp.fluxFile}\``, {
        help: `run \`fluxtilt generate\`, and add \`${posix.basename(mcp.fluxFile)}\` to the \`resources\` of \`${posix.dirname(mcp.fluxFile)}/kustomization.yaml\``,
      });
  },
};

function isInside(path: string, folder: string): boolean {
  return folder === "." || path === folder || path.startsWith(`${folder}/`);
}
