import type { McpServer, McpServers } from "../../dashboard/mcp-servers.ts";
import type { KubeObject } from "../manifests/object.ts";
import { labelsOf, metadataOf } from "./labels.ts";

/** The pod's account, and the one whose token callers bring, where they bring one. */
export function accountsOf(mcp: McpServers, server: McpServer): readonly KubeObject[] {
  const { caller } = server.plan;
  const names = [server.name, ...(caller.kind === "kubeToken" ? [caller.serviceAccount] : [])];
  return names.map((name) => ({
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: metadataOf(mcp, server, name),
    // The pod says itself whether it is given a token.
    automountServiceAccountToken: false,
  }));
}

/**
 * What the account may that the questions are asked as: the caller's where callers bring a token of the
 * cluster, else the pod's. Rule by rule: what the role `view` holds depends on what else is installed.
 */
export function roleOf(mcp: McpServers, server: McpServer): readonly KubeObject[] {
  const { rules, plan } = server;
  if (rules.length === 0) return [];
  const metadata = { name: server.name, labels: labelsOf(server) };
  const account = plan.caller.kind === "kubeToken" ? plan.caller.serviceAccount : server.name;
  return [
    { apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRole", metadata, rules },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRoleBinding",
      metadata,
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: server.name },
      subjects: [{ kind: "ServiceAccount", name: account, namespace: mcp.namespace }],
    },
  ];
}
