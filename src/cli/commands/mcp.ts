import type { McpClient } from "../../dashboard/mcp-servers.ts";
import type { CommandGroup } from "./spec.ts";

/** Written out: the help must load no schema. */
const clients = {
  "claude-desktop": true,
  "claude-code": true,
  vscode: true,
  cursor: true,
} satisfies Record<McpClient, true>;

/** `fluxtilt mcp`: what has to do with the cluster's MCP servers once they are deployed. */
export const mcp: CommandGroup = {
  name: "mcp",
  description: "list and probe the cluster's MCP servers, and connect clients to them",
  commands: [
    {
      name: "list",
      description: "list where the MCP servers are reached, and as whom",
      hasResult: true,
      run: async (session) => (await import("../mcp/list.ts")).listServers(session),
    },
    {
      name: "client",
      description: "print what a client's configuration needs to reach the MCP servers",
      arguments: [
        { name: "[client]", description: "claude-desktop unless told", choices: Object.keys(clients) },
      ],
      more:
        "No credential is printed: what stands between < and > is yours to fill in.\n" +
        "The files of the clients under `mcp.clients` are written by generate; Claude Desktop has none here.",
      hasResult: true,
      run: async (session, _, [client]) => (await import("../mcp/client.ts")).printClient(session, client),
    },
    {
      name: "probe",
      description: "prove that the MCP servers answer, and change nothing",
      arguments: [{ name: "[server]", description: "only this one, by its key in the inventory" }],
      options: [
        { flags: "--timeout <seconds>", description: "how long each answer may take; 10 unless told" },
      ],
      more:
        "Each is asked a harmless question and, about a name that does not exist, for what it must refuse.\n" +
        "Exit code 1 when one can write, leaks a secret, lets anybody in or needs more than 2 s;\n" +
        "3 when one cannot be reached, or does not answer the question. The others are still probed.",
      hasResult: true,
      run: async (session, options, [server]) =>
        (await import("../mcp/probe.ts")).probe(session, { server, timeout: options["timeout"] }),
    },
  ],
};
