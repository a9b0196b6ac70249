import type { McpServer, McpServers } from "../../dashboard/mcp-servers.ts";
import type { KubeObject } from "../manifests/object.ts";
import { metadataOf } from "./labels.ts";

/** True where External Secrets makes the server's Secret; else somebody has made it. */
function isFetched({ secretStore }: McpServers, { secret }: McpServer): boolean {
  return secret !== undefined && !secret.existing && secretStore !== undefined;
}

/** The key that holds a variable's value: its own name in a Secret that is made here. */
export function secretKeyOf(mcp: McpServers, server: McpServer, variable: string): string {
  return isFetched(mcp, server) ? variable : (server.secret?.keys.get(variable) ?? variable);
}

/** What fetches a server's secrets from the store (external-secrets.io/v1): names, never a value. */
export function externalSecretOf(mcp: McpServers, server: McpServer): readonly KubeObject[] {
  const { secret } = server;
  if (secret === undefined || !isFetched(mcp, server)) return [];
  return [
    {
      apiVersion: "external-secrets.io/v1",
      kind: "ExternalSecret",
      metadata: metadataOf(mcp, server, secret.name),
      spec: {
        refreshInterval: "1h",
        secretStoreRef: { kind: "ClusterSecretStore", name: mcp.secretStore },
        target: { name: secret.name, creationPolicy: "Owner" },
        data: [...secret.keys].map(([variable, field]) => ({
          secretKey: variable,
          remoteRef: { key: secret.item, property: field },
        })),
      },
    },
  ];
}
