import { hasErrors } from "../../diagnostics/diagnostic.ts";
import { exitCode, type ExitCode } from "../exit-code.ts";
import { loadProject } from "../project.ts";
import { printDiagnostics } from "../report.ts";
import type { Session } from "../session.ts";

/** Holds the inventory against the language and the rules; writes nothing. */
export async function validate(session: Session): Promise<ExitCode> {
  const project = await loadProject(session.files, session.config);
  if (project.diagnostics.length > 0 || session.format !== "text")
    await printDiagnostics(session, project.diagnostics, project.sources);
  if (project.dashboard === undefined) return exitCode.unusable;
  if (hasErrors(project.diagnostics)) return exitCode.found;
  if (session.format === "text") session.say(`${session.config} holds\n`);
  return exitCode.fine;
}
