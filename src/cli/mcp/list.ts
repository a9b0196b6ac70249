import type { McpServer } from "../../dashboard/mcp-servers.ts";
import { openProject } from "../compile.ts";
import { exitCode, type ExitCode } from "../exit-code.ts";
import { printReport } from "../report.ts";
import type { Session } from "../session.ts";
import { tableOf } from "../table.ts";

/** Lists where each MCP server is reached, and how a caller proves who it is. */
export async function listServers(session: Session): Promise<ExitCode> {
  const project = await openProject(session);
  const { dashboard } = project;
  if (project.diagnostics.length > 0 || session.format !== "text") await printReport(session, project);
  if (dashboard === undefined) return exitCode.unusable;
  const servers = dashboard.mcp?.servers ?? [];
  if (session.format === "json") {
    session.out(`${JSON.stringify({ version: 1, servers: servers.map(described) }, null, 2)}\n`);
    return exitCode.fine;
  }
  if (servers.length === 0) {
    session.say("the inventory names no MCP servers; they go under `mcp.servers`");
    return exitCode.fine;
  }
  session.out(
    tableOf(
      {
        heads: ["SERVER", "ADDRESS", "CALLER", "VERSION", "IN TILT"],
        lesser: ["IN TILT", "VERSION"],
        rows: servers.map((server) => {
          const { key, url, caller, imageVersion, resource } = described(server);
          return [key, url, caller, imageVersion, resource];
        }),
      },
      session.results,
    ),
  );
  return exitCode.fine;
}

interface Described {
  readonly key: string;
  readonly url: string;
  readonly caller: string;
  readonly imageVersion: string;
  readonly resource: string;
}

function described(server: McpServer): Described {
  const { key, url, resource, image } = server;
  return { key, url, caller: callerOf(server), imageVersion: image.version, resource };
}

function callerOf({ plan: { caller }, exposure }: McpServer): string {
  if (caller.kind === "kubeToken") return `token of ${caller.serviceAccount}`;
  if (caller.kind === "bearer") return `bearer ${caller.environment}`;
  return exposure?.basicAuth === undefined ? "whoever may forward" : `password of ${exposure.basicAuth}`;
}
