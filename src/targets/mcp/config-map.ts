import type { McpServer, McpServers } from "../../dashboard/mcp-servers.ts";
import { sha256 } from "../../reality/sha256.ts";
import type { KubeObject } from "../manifests/object.ts";
import { metadataOf } from "./labels.ts";

/** The files that a server reads, where it reads any. */
export function configMapOf(mcp: McpServers, server: McpServer): readonly KubeObject[] {
  const { files } = server.plan;
  if (files.length === 0) return [];
  return [
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: metadataOf(mcp, server),
      data: Object.fromEntries(files.map(({ name, text }) => [name, text])),
    },
  ];
}

/** Changes with the files: a pod that carries it is made anew when they change, for it reads them only once. */
export function checksumOf({ plan }: McpServer): string | undefined {
  return plan.files.length === 0 ? undefined : sha256(JSON.stringify(plan.files));
}
