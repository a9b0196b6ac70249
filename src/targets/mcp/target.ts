import type { Dashboard } from "../../dashboard/model.ts";
import type { Artifact } from "../artifact.ts";
import { fluxKustomization, kustomizationOf } from "../manifests/kustomization.ts";
import { manifestFile } from "../manifests/print.ts";

/** The deployment of the MCP servers: a folder each, and the Flux object that applies them all. */
export function mcpTarget(dashboard: Dashboard): Artifact[] {
  const { mcp } = dashboard;
  if (mcp === undefined) return [];
  const namespace = {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: {
      name: mcp.namespace,
      labels: { "pod-security.kubernetes.io/enforce": "restricted" },
    },
  };
  return [
    manifestFile(dashboard, `${mcp.path}/kustomization.yaml`, [kustomizationOf(["namespace.yaml"])]),
    manifestFile(dashboard, `${mcp.path}/namespace.yaml`, [namespace]),
    manifestFile(dashboard, mcp.fluxFile, [fluxKustomization(mcp)]),
  ];
}
