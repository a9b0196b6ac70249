import type { Dashboard } from "../../dashboard/model.ts";
import type { McpServer, McpServers } from "../../dashboard/mcp-servers.ts";
import type { Artifact } from "../artifact.ts";
import { fluxKustomization, kustomizationOf } from "../manifests/kustomization.ts";
import type { KubeObject } from "../manifests/object.ts";
import { manifestFile } from "../manifests/print.ts";
import { configMapOf } from "./config-map.ts";
import { deploymentOf } from "./deployment.ts";
import { exposureOf } from "./exposure.ts";
import { namespaceOf } from "./namespace.ts";
import { ciliumPolicyOf, networkPolicyOf } from "./network-policy.ts";
import { accountsOf, roleOf } from "./rbac.ts";
import { externalSecretOf } from "./secret.ts";
import { serviceOf } from "./service.ts";

/** The deployment of the MCP servers: a folder each, and the Flux object that applies them all. */
export function mcpTarget(dashboard: Dashboard): Artifact[] {
  const { mcp } = dashboard;
  if (mcp === undefined) return [];
  const folders = mcp.servers.map(({ key }) => key);
  return [
    manifestFile(dashboard, `${mcp.path}/kustomization.yaml`, [
      kustomizationOf(["namespace.yaml", ...folders]),
    ]),
    manifestFile(dashboard, `${mcp.path}/namespace.yaml`, [namespaceOf(mcp)]),
    ...mcp.servers.flatMap((server) => serverFiles(dashboard, mcp, server)),
    manifestFile(dashboard, mcp.fluxFile, [fluxKustomization(dashboard.cluster, mcp)]),
  ];
}

/** The folder of one server: a file for each sort of object that it needs. */
function serverFiles(dashboard: Dashboard, mcp: McpServers, server: McpServer): readonly Artifact[] {
  const folder = `${mcp.path}/${server.key}`;
  const audit = [`Its log tells ${server.plan.audit}.`];
  const files: readonly (readonly [name: string, objects: readonly KubeObject[], about?: string[]])[] = [
    ["deployment.yaml", [deploymentOf(mcp, server)], audit],
    ["service.yaml", [serviceOf(mcp, server)]],
    ["service-account.yaml", accountsOf(mcp, server)],
    ["cluster-role.yaml", roleOf(mcp, server)],
    ["config-map.yaml", configMapOf(mcp, server)],
    ["external-secret.yaml", externalSecretOf(mcp, server)],
    ["network-policy.yaml", [networkPolicyOf(mcp, server), ...ciliumPolicyOf(mcp, server)]],
    ["route.yaml", exposureOf(mcp, server)],
  ];
  const written = files.filter(([, objects]) => objects.length > 0);
  return [
    manifestFile(dashboard, `${folder}/kustomization.yaml`, [kustomizationOf(written.map(([name]) => name))]),
    ...written.map(([name, objects, about]) => manifestFile(dashboard, `${folder}/${name}`, objects, about)),
  ];
}
