import { callerVariable } from "../../dashboard/mcp-variables.ts";
import type { Client } from "./client.ts";

/** The bridge from stdio to HTTP that its entries start: https://www.npmjs.com/package/mcp-remote. */
export const bridge = "mcp-remote@0.15.1";

/**
 * Claude Desktop's file of a person. Each entry there is a command that speaks over stdio, so that a
 * bridge calls the server. Nothing is expanded in `env`: the person writes the credential there, and the
 * header has no blank before it, which the bridge's arguments would be cut at on Windows.
 */
export const claudeDesktop: Client = {
  title: "Claude Desktop",
  path: undefined,
  entries: (server) => {
    const { key, url } = server;
    const variable = callerVariable(server);
    const args = [
      ...["-y", bridge, url, "--transport", "http-only"],
      ...(variable === undefined ? [] : ["--header", "Authorization:${AUTH_HEADER}"]),
      ...(isPlain(url) ? ["--allow-http"] : []),
    ];
    const env =
      variable === undefined ? {} : { env: { AUTH_HEADER: `${variable.scheme} <${variable.name}>` } };
    return [{ root: "mcpServers", name: key, value: { command: "npx", args, ...env } }];
  },
};

/** The bridge refuses HTTP without TLS but to this machine. */
function isPlain(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === "http:" && hostname !== "127.0.0.1";
}
