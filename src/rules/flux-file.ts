import { posix } from "node:path";
import type { Access } from "../dashboard/applied.ts";
import type { McpServers } from "../dashboard/mcp-servers.ts";
import type { Dashboard } from "../dashboard/model.ts";
import { at, spanAt } from "../source/origin.ts";
import { findKustomization, findWorkload } from "../reality/query.ts";
import type { Rule } from "./rule.ts";

export const fluxFileElsewhere: Rule = {
  code: "FT378",
  severity: "error",
  title: "the Kustomization of generated manifests is applied by nobody",
  why: "A Kustomization that lies in the folder which it applies is never made, and neither is what lies outside of the cluster's own path.",
  wrong:
    "mcp: { path: infra/mcp, fluxFile: infra/mcp/flux.yaml, cni: cilium, servers: { kubernetes: { version: v0.0.67 } } }",
  right:
    "mcp: { path: infra/mcp, fluxFile: clusters/home/mcp.yaml, cni: cilium, servers: { kubernetes: { version: v0.0.67 } } }",
  source: "fluxcd.io/flux/components/kustomize/kustomizations",
  check: ({ dashboard }, tell) => {
    const { cluster } = dashboard;
    for (const { path, fluxFile, origin } of appliedIn(dashboard)) {
      const place = at(origin, "fluxFile");
      if (isInside(fluxFile, path))
        tell(place, `\`${fluxFile}\` lies in the folder that it has Flux apply`, {
          related: [{ message: "the folder", span: spanAt(at(origin, "path")) }],
          help: "put it below the cluster's own path",
        });
      else if (cluster.flux.path !== undefined && !isInside(fluxFile, cluster.flux.path))
        tell(place, `\`${fluxFile}\` is not below \`${cluster.flux.path}\`, where Flux begins`, {
          related: [{ message: "the cluster's path", span: spanAt(at(cluster.origin, "flux", "path")) }],
        });
    }
  },
};

export const fluxFileUnreached: Rule = {
  code: "FT631",
  severity: "error",
  asks: "reality",
  title: "Flux does not come to the Kustomization of generated manifests",
  why: "Its file is there, and no `kustomization.yaml` on the way from the cluster's path lists it: nothing is deployed, and nothing is said.",
  wrong:
    "mcp: { fluxFile: clusters/home/mcp.yaml, … }         # clusters/home/kustomization.yaml has other resources",
  right:
    "mcp: { fluxFile: clusters/home/mcp.yaml, … }         # clusters/home/kustomization.yaml lists mcp.yaml",
  check: ({ dashboard, reality }, tell) => {
    if (reality === undefined) return;
    const isCluster = reality.source === "cluster";
    const push = "commit and push what is generated, and have Flux reconcile";
    for (const { fluxFile, kustomization, origin } of appliedIn(dashboard)) {
      if (findKustomization(reality, kustomization) !== undefined) continue;
      const { namespace, name } = kustomization;
      if (isCluster)
        tell(at(origin, "fluxFile"), `the cluster has no Kustomization \`${namespace}/${name}\``, {
          help: push,
        });
      else
        tell(at(origin, "fluxFile"), `nothing on Flux's way lists \`${fluxFile}\``, {
          help: `run \`fluxtilt generate\`, and add \`${posix.basename(fluxFile)}\` to the \`resources\` of \`${posix.dirname(fluxFile)}/kustomization.yaml\``,
        });
    }
    const { mcp } = dashboard;
    if (!isCluster || mcp === undefined || findKustomization(reality, mcp.kustomization) === undefined)
      return;
    for (const { name, origin } of mcp.servers)
      if (findWorkload(reality, "deployment", mcp.namespace, name).state !== "found")
        tell(origin, `the cluster has no Deployment \`${name}\` in \`${mcp.namespace}\``, {
          target: "key",
          help: push,
        });
  },
};

/** Every set of manifests that is generated here and applied by a Kustomization of its own. */
function appliedIn({ mcp, access }: Dashboard): readonly (McpServers | Access)[] {
  return [mcp, access].filter((one) => one !== undefined);
}

function isInside(path: string, folder: string): boolean {
  return folder === "." || path === folder || path.startsWith(`${folder}/`);
}
