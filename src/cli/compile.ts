import { hasErrors } from "../diagnostics/diagnostic.ts";
import type { Artifact } from "../targets/artifact.ts";
import { emit } from "../targets/index.ts";
import { exitCode, type ExitCode } from "./exit-code.ts";
import { loadProject } from "./project.ts";
import { printDiagnostics } from "./report.ts";
import type { Session } from "./session.ts";

/** The files that the inventory stands for, or the exit code of a run that told why there are none. */
export async function compileArtifacts(session: Session): Promise<readonly Artifact[] | ExitCode> {
  const project = await loadProject(session.files, session.config);
  const failed = hasErrors(project.diagnostics);
  if (project.diagnostics.length > 0) await printDiagnostics(session, project.diagnostics, project.sources);
  if (project.dashboard === undefined) return exitCode.unusable;
  return failed ? exitCode.found : emit(project.dashboard);
}
