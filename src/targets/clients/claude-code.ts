import { callerVariable } from "../../dashboard/mcp-variables.ts";
import type { McpServer } from "../../dashboard/mcp-servers.ts";
import type { Dashboard } from "../../dashboard/model.ts";
import type { Json } from "../artifact.ts";
import { mintCommand, type Client } from "./client.ts";

/**
 * Claude Code's file of a project. It skips an entry without `type`, and sends `${VAR}` as it stands where
 * the variable is not set. A token of the cluster is minted for each connection, and written nowhere.
 */
export const claudeCode: Client = {
  title: "Claude Code",
  path: ".mcp.json",
  entries: (server, dashboard) => [
    {
      root: "mcpServers",
      name: server.key,
      value: { type: "http", url: server.url, ...credential(server, dashboard) },
    },
  ],
};

function credential(server: McpServer, dashboard: Dashboard): Readonly<Record<string, Json>> {
  const { caller } = server.plan;
  if (caller.kind === "kubeToken") {
    const mint = mintCommand(caller.serviceAccount, dashboard, "1h");
    // Fails as kubectl does, and prints no header with an empty token then.
    return { headersHelper: `token=$(${mint}) && printf '{"Authorization":"Bearer %s"}' "$token"` };
  }
  const variable = callerVariable(server);
  return variable === undefined
    ? {}
    : { headers: { Authorization: `${variable.scheme} \${${variable.name}}` } };
}
