import type { McpServer, McpServers } from "../../dashboard/mcp-servers.ts";
import type { KubeObject } from "../manifests/object.ts";

/** What finds the pods of a server: it never changes, since a Deployment's selector may not. */
export function selectorOf({ name }: McpServer): Readonly<Record<string, string>> {
  return { "app.kubernetes.io/name": name };
}

/** What belongs to the servers together. */
export const sharedLabels = {
  "app.kubernetes.io/part-of": "mcp",
  "app.kubernetes.io/managed-by": "fluxtilt",
} as const;

/** Labels of all that belongs to a server (kubernetes.io/docs/concepts/overview/working-with-objects/common-labels). */
export function labelsOf(server: McpServer): Readonly<Record<string, string>> {
  return { ...selectorOf(server), "app.kubernetes.io/component": "mcp-server", ...sharedLabels };
}

/** Name, namespace and labels of an object of a server; named as the server unless told. */
export function metadataOf(
  mcp: McpServers,
  server: McpServer,
  name: string = server.name,
): KubeObject["metadata"] {
  return { name, namespace: mcp.namespace, labels: labelsOf(server) };
}
