import { callerVariable } from "../../dashboard/mcp-variables.ts";
import { mintCommand, type Client } from "./client.ts";

/** VS Code's file of a workspace. It asks for each credential once, and keeps it in its own store. */
export const vscode: Client = {
  title: "VS Code",
  path: ".vscode/mcp.json",
  entries: (server, dashboard) => {
    const { key, name, url, plan } = server;
    const variable = callerVariable(server);
    if (variable === undefined) return [{ root: "servers", name: key, value: { type: "http", url } }];
    const description =
      plan.caller.kind === "kubeToken"
        ? `${server.title} MCP server: ${mintCommand(plan.caller.serviceAccount, dashboard, "8h")}`
        : variable.description;
    return [
      {
        root: "inputs",
        name,
        value: { type: "promptString", id: name, description, password: true },
        isItem: true,
      },
      {
        root: "servers",
        name: key,
        value: { type: "http", url, headers: { Authorization: `${variable.scheme} \${input:${name}}` } },
      },
    ];
  },
};
