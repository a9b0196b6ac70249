import { callerVariable } from "../../dashboard/mcp-variables.ts";
import type { Client } from "./client.ts";

/** Cursor's file of a project: it takes an entry with `url` for HTTP, and `${env:NAME}` in headers. */
export const cursor: Client = {
  title: "Cursor",
  path: ".cursor/mcp.json",
  entries: (server) => {
    const variable = callerVariable(server);
    const headers =
      variable === undefined
        ? {}
        : { headers: { Authorization: `${variable.scheme} \${env:${variable.name}}` } };
    return [{ root: "mcpServers", name: server.key, value: { url: server.url, ...headers } }];
  },
};
