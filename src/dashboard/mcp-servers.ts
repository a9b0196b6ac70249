import type { Plan, PolicyRule } from "../mcp/server.ts";
import type { ServerName } from "../mcp/index.ts";
import type { mcpClients } from "../inventory/schema/mcp.ts";
import type { Origin } from "../source/origin.ts";
import type { Applied } from "./applied.ts";

/** The MCP servers of the cluster, and the clients that reach them. */
export interface McpServers extends Applied {
  readonly namespace: string;
  readonly cni: "cilium" | "other";
  readonly apiServer: readonly { readonly cidr: string; readonly port: number }[];
  readonly secretStore: string | undefined;
  readonly servers: readonly McpServer[];
  readonly clients: readonly McpClient[];
  readonly origin: Origin;
}

export type McpClient = (typeof mcpClients)[number];

/** One server as it is deployed. */
export interface McpServer {
  readonly key: ServerName;
  readonly title: string;
  readonly description: string | undefined;
  /** Of its Deployment, Service, ServiceAccount and roles. */
  readonly name: string;
  /** Its resource in Tilt. */
  readonly resource: string;
  readonly image: {
    readonly repository: string;
    readonly version: string;
    readonly digest: string | undefined;
  };
  readonly limits: { readonly cpu: string; readonly memory: string };
  readonly plan: Plan;
  /** The plan's rules, and those that the inventory adds. */
  readonly rules: readonly PolicyRule[];
  readonly addedRules: readonly PolicyRule[];
  readonly isUnsafe: boolean;
  readonly secret: McpSecret | undefined;
  /** What the inventory says of it, whether the server can use it or not. */
  readonly written: {
    readonly secret: boolean;
    readonly secretKeys: readonly string[];
    readonly item: boolean;
  };
  readonly localPort: number;
  readonly exposure: McpExposure | undefined;
  /** Where clients reach it. */
  readonly url: string;
  readonly origin: Origin;
}

export interface McpSecret {
  readonly name: string;
  readonly item: string;
  /** By variable of the server: field of the item, or key of the existing Secret. */
  readonly keys: ReadonlyMap<string, string>;
  readonly existing: boolean;
  readonly origin: Origin;
}

export interface McpExposure {
  readonly host: string;
  readonly via: "ingressRoute" | "ingress";
  /** Namespace of the ingress controller. */
  readonly from: string;
  readonly className: string | undefined;
  readonly tls:
    { readonly secret: string } | { readonly certResolver: string } | { readonly default: true } | undefined;
  readonly basicAuth: string | undefined;
  readonly origin: Origin;
}
