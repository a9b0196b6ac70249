import { basicAuthVariable } from "../mcp/server.ts";
import type { EnvFile, EnvVariable } from "./configuration.ts";
import type { McpServer, McpServers } from "./mcp-servers.ts";

/** Where clients take what they show a server. */
export interface CallerVariable {
  readonly name: string;
  readonly scheme: "Bearer" | "Basic";
  readonly description: string;
}

/** The variable with a caller's credential; undefined where the server, and what is before it, asks for none. */
export function callerVariable({ key, title, plan, exposure }: McpServer): CallerVariable | undefined {
  const { caller } = plan;
  if (caller.kind === "none")
    return exposure?.basicAuth === undefined
      ? undefined
      : {
          name: basicAuthVariable(key),
          scheme: "Basic",
          description: `\`user:password\` for the ${title} MCP server, in base64`,
        };
  const what =
    caller.kind === "bearer"
      ? `Token that callers of the ${title} MCP server bring`
      : `Token of the account ${caller.serviceAccount}, for clients of the ${title} MCP server that cannot mint one`;
  return { name: caller.environment, scheme: "Bearer", description: what };
}

/**
 * The variables that somebody reads from the environment: the probe, Claude Code and Cursor. A token of the
 * cluster is minted wherever that can be done, so that only Cursor is given one.
 */
export function callerVariables({ servers, clients }: McpServers): readonly EnvVariable[] {
  return servers.flatMap((server): EnvVariable[] => {
    const variable = callerVariable(server);
    const isRead = server.plan.caller.kind !== "kubeToken" || clients.includes("cursor");
    if (variable === undefined || !isRead) return [];
    const { name, description } = variable;
    return [{ name, default: undefined, secret: true, description, origin: server.origin }];
  });
}

/** The variables of the inventory and those of the servers' callers; what the inventory declares is as it says. */
export function withCallerVariables(
  env: EnvFile | undefined,
  mcp: McpServers | undefined,
): EnvFile | undefined {
  if (mcp === undefined) return env;
  const declared = new Set(env?.variables.map(({ name }) => name));
  const added = callerVariables(mcp).filter(({ name }) => !declared.has(name));
  if (added.length === 0) return env;
  return env === undefined
    ? { path: ".env", variables: added, origin: mcp.origin }
    : { ...env, variables: [...env.variables, ...added] };
}
