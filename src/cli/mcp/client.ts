import { mcpClients } from "../../inventory/schema/mcp.ts";
import type { McpClient } from "../../dashboard/mcp-servers.ts";
import type { Dashboard } from "../../dashboard/model.ts";
import { callerVariable } from "../../dashboard/mcp-variables.ts";
import { entriesOf, mintCommand, textOf } from "../../targets/clients/client.ts";
import { clients } from "../../targets/clients/index.ts";
import { openProject } from "../compile.ts";
import { exitCode, type ExitCode } from "../exit-code.ts";
import { printReport } from "../report.ts";
import type { Session } from "../session.ts";
import { unusable } from "../unusable.ts";

/** Where Claude Desktop keeps its configuration: https://modelcontextprotocol.io/docs/develop/connect-local-servers. */
const desktopFiles = [
  ["macOS", "~/Library/Application Support/Claude/claude_desktop_config.json"],
  ["Windows", "%APPDATA%\\Claude\\claude_desktop_config.json"],
  ["Linux", "~/.config/Claude/claude_desktop_config.json"],
] as const;

/** Prints the configuration with which a client reaches the servers, and on stderr what to do with it. */
export async function printClient(session: Session, wanted = "claude-desktop"): Promise<ExitCode> {
  const project = await openProject(session);
  const { dashboard } = project;
  if (project.diagnostics.length > 0) await printReport(session, project);
  if (dashboard === undefined) return exitCode.unusable;
  if (dashboard.mcp === undefined)
    return unusable(session, "the inventory names no MCP servers", "they go under `mcp.servers`");
  const name = mcpClients.find((one) => one === wanted) ?? "claude-desktop";
  session.out(textOf(entriesOf(clients[name], dashboard)));
  for (const line of notesFor(name, dashboard)) session.say(line);
  return exitCode.fine;
}

function notesFor(name: McpClient, dashboard: Dashboard): readonly string[] {
  const { path, title } = clients[name];
  const isWritten = dashboard.mcp?.clients.includes(name) === true;
  if (path !== undefined)
    return [
      isWritten
        ? `\`fluxtilt generate\` puts this into ${path}`
        : `for ${title} this goes into ${path}; with \`${name}\` under \`mcp.clients\`, \`fluxtilt generate\` puts it there`,
    ];
  return [
    `${title} reads it from one of these, when it is started anew:`,
    ...desktopFiles.map(([system, file]) => `  ${system}: ${file}`),
    ...credentials(dashboard),
  ];
}

/** What belongs in the place of each name between angle brackets. */
function credentials(dashboard: Dashboard): readonly string[] {
  const lines = (dashboard.mcp?.servers ?? []).flatMap((server): string[] => {
    const variable = callerVariable(server);
    if (variable === undefined) return [];
    const { caller } = server.plan;
    const minted =
      caller.kind === "kubeToken" ? `: ${mintCommand(caller.serviceAccount, dashboard, "8h")}` : "";
    return [`  <${variable.name}>: ${variable.description}${minted}`];
  });
  return lines.length === 0 ? [] : ["Put in the place of each name in angle brackets:", ...lines];
}
