import { didYouMean } from "../../diagnostics/nearest.ts";
import { order } from "../../diagnostics/order.ts";
import { inParallel } from "../../io/in-parallel.ts";
import { run } from "../../io/process.ts";
import { chooseContext } from "../cluster.ts";
import { compileProject } from "../compile.ts";
import { asker } from "../doctor/ask.ts";
import { exitCode, type ExitCode } from "../exit-code.ts";
import { printReport } from "../report.ts";
import type { Session } from "../session.ts";
import { tableOf } from "../table.ts";
import { probeServer, type Probed } from "./probe-server.ts";
import type { Unreached, Way } from "./way.ts";
import { unusable } from "../unusable.ts";

export interface ProbeOptions {
  /** Key of the only server to ask. */
  readonly server: string | undefined;
  /** Seconds, as written. */
  readonly timeout: unknown;
}

const defaultTimeout = "10";

/** Proves of the MCP servers that they answer and change nothing; tells each, whatever comes of the others. */
export async function probe(session: Session, options: ProbeOptions): Promise<ExitCode> {
  if (session.format === "github" || session.format === "sarif")
    return unusable(session, "`mcp probe` looks at what runs, not at files: it tells text or json");
  const seconds = Number(options.timeout ?? defaultTimeout);
  if (!(seconds >= 1 && seconds <= 600))
    return unusable(
      session,
      `\`--timeout\` takes seconds, from 1 to 600, not \`${String(options.timeout)}\``,
    );
  const project = await compileProject(session);
  const { dashboard } = project;
  if (dashboard === undefined) {
    await printReport(session, project);
    return exitCode.unusable;
  }
  const { mcp } = dashboard;
  if (mcp === undefined)
    return unusable(
      session,
      "the inventory has no `mcp:`, so there is nothing to ask",
      "`mcp:` says which servers there are",
    );
  const asked = mcp.servers.filter(({ key }) => options.server === undefined || key === options.server);
  if (options.server !== undefined && asked.length === 0) {
    const near = didYouMean(
      options.server,
      mcp.servers.map(({ key }) => key),
    );
    return unusable(session, `the inventory has no MCP server \`${options.server}\``, near);
  }
  const way = wayOf(session, dashboard.cluster.contexts, seconds * 1_000);
  session.progress.show(`asking ${asked.length} MCP servers`);
  const probed = await inParallel(asked, asked.length, (server) => probeServer(server, mcp, way)).finally(
    () => {
      session.progress.end();
    },
  );
  await tell(session, probed, project.sources);
  const has = (...verdicts: readonly Probed["verdict"][]): boolean =>
    probed.some(({ verdict }) => verdicts.includes(verdict));
  return has("fails") ? exitCode.found : has("not proved", "not reached") ? exitCode.outside : exitCode.fine;
}

function wayOf(session: Session, contexts: readonly string[], timeoutMs: number): Way {
  const ask = asker(run, session.cwd, session.signal);
  const choose = async (): Promise<string | Unreached> => {
    const chosen = await chooseContext(ask, contexts);
    if ("context" in chosen) return chosen.context;
    const { message, help } = chosen.problem;
    return { cause: message, help: help ?? "" };
  };
  let context: ReturnType<typeof choose> | undefined;
  return {
    ask,
    env: process.env,
    context: () => (context ??= choose()),
    timeoutMs,
    signal: session.signal,
    version: session.version,
  };
}

async function tell(
  session: Session,
  probed: readonly Probed[],
  sources: Awaited<ReturnType<typeof compileProject>>["sources"],
): Promise<void> {
  if (session.format === "json") {
    const servers = probed.map(({ diagnostics, ms, ...rest }) => ({
      ...rest,
      ms: ms === undefined ? null : Math.round(ms),
      findings: diagnostics.map(({ code, severity, message, help }) => ({ code, severity, message, help })),
    }));
    session.out(`${JSON.stringify({ version: 1, servers }, null, 2)}\n`);
    return;
  }
  session.out(
    tableOf(
      {
        heads: ["SERVER", "VERDICT", "TIME", "TOOLS", "MCP", "URL"],
        rows: probed.map(({ server, verdict, ms, tools, revisions, url }) => [
          ...[server, verdict, ms === undefined ? "-" : `${Math.round(ms)} ms`],
          ...[revisions.length === 0 ? "-" : String(tools.length), revisions.join(", ") || "-", url],
        ]),
        lesser: ["URL", "MCP"],
      },
      session.results,
    ),
  );
  const diagnostics = order(
    probed.flatMap((one) => one.diagnostics),
    [...sources.keys()],
  );
  if (diagnostics.length > 0) await printReport(session, { diagnostics, sources });
}
