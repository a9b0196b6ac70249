import type { McpServer, McpServers } from "../../dashboard/mcp-servers.ts";
import type { KubeObject } from "../manifests/object.ts";
import { portName } from "./deployment.ts";
import { metadataOf, selectorOf } from "./labels.ts";

/** What routes lead to; a forward through Tilt goes to the pod itself. */
export function serviceOf(mcp: McpServers, server: McpServer): KubeObject {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: metadataOf(mcp, server),
    spec: {
      type: "ClusterIP",
      selector: selectorOf(server),
      ports: [{ name: portName, port: server.plan.port, targetPort: portName, appProtocol: "http" }],
    },
  };
}
