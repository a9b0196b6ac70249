import { inspect } from "../../artifacts/compare.ts";
import { diagnose } from "../../artifacts/diagnose.ts";
import type { Dashboard } from "../../dashboard/model.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { SourceText } from "../../diagnostics/format.ts";
import { order } from "../../diagnostics/order.ts";
import { run } from "../../io/process.ts";
import { withScratch } from "../../io/scratch.ts";
import { compileProject } from "../compile.ts";
import { asker } from "../doctor/ask.ts";
import { exitCode, type ExitCode } from "../exit-code.ts";
import { tellOutputs } from "../outputs.ts";
import { showing } from "../progress.ts";
import { printReport } from "../report.ts";
import type { Session } from "../session.ts";
import { contextFor } from "../tilt/context.ts";
import { verifyLoads } from "../tilt/verify-loads.ts";

/** Loads every generated Tiltfile with the user's own Tilt and holds what it makes against the inventory. */
export async function verify(session: Session): Promise<ExitCode> {
  const compiled = await compileProject(session);
  const { artifacts, dashboard } = compiled;
  if (artifacts === undefined || dashboard === undefined) {
    await printReport(session, compiled);
    return compiled.code;
  }
  const comparison = await inspect(artifacts, session.files);
  const outputs = tellOutputs(diagnose(comparison), comparison);
  if (outputs.length > 0) {
    // What Tilt would make of old files says nothing about the inventory.
    await printReport(session, { ...compiled, outputs });
    return exitCode.found;
  }
  const context = await contextFor(
    asker(run, session.files.root, session.signal),
    dashboard.cluster.contexts,
  );
  const { diagnostics, sources, loads } = await verified(session, dashboard, context);
  await printReport(session, {
    diagnostics: order(
      [...compiled.diagnostics, ...diagnostics],
      [...compiled.sources.keys(), ...sources.keys()],
    ),
    sources: new Map([...compiled.sources, ...sources]),
  });
  if (diagnostics.length > 0) return exitCode.found;
  session.say(`${loads} ${loads === 1 ? "load by Tilt is" : "loads by Tilt are"} as the inventory says`);
  return exitCode.fine;
}

interface Verified {
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: ReadonlyMap<string, SourceText>;
  readonly loads: number;
}

async function verified(session: Session, dashboard: Dashboard, context: string): Promise<Verified> {
  const { files, signal } = session;
  const project = (await files.realPath(".")) ?? files.root;
  const texts = new Map<string, string>();
  for (const path of [
    ...dashboard.tiltfiles.map((one) => one.path),
    ...dashboard.files.map((one) => one.path),
  ]) {
    if ((await files.kind(path)) === "directory") continue;
    const bytes = await files.read(path);
    if (bytes !== undefined) texts.set(path, new TextDecoder().decode(bytes));
  }
  const read = (path: string): string | undefined => texts.get(path);
  const watched = showing(session.progress, "Tilt", run);
  try {
    return await withScratch((folder) =>
      verifyLoads({ run: watched, signal, project, folder, context, dashboard, read }),
    );
  } finally {
    session.progress.end();
  }
}
