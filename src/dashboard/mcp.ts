import type { RootFile } from "../inventory/file.ts";
import type { WrittenMcp } from "../inventory/schema/inventory.ts";
import { servers, type ServerName } from "../mcp/index.ts";
import type { Server } from "../mcp/server.ts";
import { at, entriesAt, type Origin } from "../source/origin.ts";
import { resolveApplied } from "./applied-keys.ts";
import type { McpExposure, McpSecret, McpServer, McpServers } from "./mcp-servers.ts";
import type { Scope } from "./scope.ts";

type WrittenServer = NonNullable<WrittenMcp["servers"][ServerName]>;

/** The MCP servers with everything that follows from the inventory. */
export function resolveMcp(scope: Scope, root: RootFile): McpServers | undefined {
  const written = root.body.mcp;
  if (written === undefined) return undefined;
  const origin = at(root.origin, "mcp");
  return {
    namespace: written.namespace,
    ...resolveApplied(scope, written, origin),
    cni: written.cni,
    apiServer: written.apiServer.map((text) => {
      const colon = text.lastIndexOf(":");
      return { cidr: text.slice(0, colon), port: Number(text.slice(colon + 1)) };
    }),
    secretStore: written.secretStore,
    servers: entriesAt<WrittenServer>(at(origin, "servers"), written.servers).map(([key, server, place]) =>
      resolveServer(written, key as ServerName, server, place),
    ),
    clients: written.clients,
    origin,
  };
}

/** Name of a server's Deployment and of what belongs to it. */
export function mcpName(key: string): string {
  return `mcp-${key}`;
}

function resolveServer(mcp: WrittenMcp, key: ServerName, written: WrittenServer, origin: Origin): McpServer {
  const server = servers[key] as unknown as Server<unknown>;
  const name = mcpName(key);
  const localPort = written.port ?? server.localPort;
  const exposure = resolveExposure(written, at(origin, "expose"));
  const plan = server.plan(written, {
    namespace: mcp.namespace,
    name,
    localPort,
    exposedAs: exposure?.host,
  });
  return {
    key,
    title: server.title,
    description: written.description ?? server.description,
    name,
    resource: `${mcp.prefix}${key}`,
    image: {
      repository: written.image ?? server.image,
      version: written.version,
      digest: written.digest,
    },
    limits: written.resources,
    plan,
    rules: [...plan.rules, ...written.rbac],
    addedRules: written.rbac,
    isUnsafe: written.unsafe !== undefined,
    secret: resolveSecret(name, plan.variables, written, at(origin, "secret")),
    written: {
      secret: written.secret !== undefined,
      secretKeys: Object.keys(written.secret?.keys ?? {}),
      item: written.secret?.item !== undefined,
    },
    localPort,
    exposure,
    url:
      exposure === undefined
        ? `http://127.0.0.1:${localPort}/mcp`
        : `${exposure.tls === undefined ? "http" : "https"}://${exposure.host}/mcp`,
    origin,
  };
}

function resolveSecret(
  name: string,
  variables: McpServer["plan"]["variables"],
  { secret }: WrittenServer,
  origin: Origin,
): McpSecret | undefined {
  const wanted = variables.flatMap((variable) => ("secret" in variable ? [variable.name] : []));
  if (wanted.length === 0) return undefined;
  const secretName = secret?.name ?? name;
  return {
    name: secretName,
    item: secret?.item ?? secretName,
    keys: new Map(wanted.map((variable) => [variable, secret?.keys[variable] ?? variable])),
    existing: secret?.existing ?? false,
    origin,
  };
}

function resolveExposure({ expose }: WrittenServer, origin: Origin): McpExposure | undefined {
  return expose === undefined
    ? undefined
    : {
        host: expose.host,
        via: expose.via,
        from: expose.from,
        className: expose.className,
        tls: expose.tls,
        basicAuth: expose.basicAuth,
        origin,
      };
}
