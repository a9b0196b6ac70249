import { hasErrors } from "../../diagnostics/diagnostic.ts";
import { openProject } from "../compile.ts";
import { exitCode, type ExitCode } from "../exit-code.ts";
import { fromHere, printReport } from "../report.ts";
import type { Session } from "../session.ts";

/** Holds the inventory against the language and the rules; writes nothing. */
export async function validate(session: Session): Promise<ExitCode> {
  const project = await openProject(session);
  await printReport(session, project);
  if (project.dashboard === undefined) return exitCode.unusable;
  if (hasErrors(project.diagnostics)) return exitCode.found;
  const { files } = project.inputs;
  const others = files.length === 1 ? "" : ` with ${files.length - 1} more`;
  session.say(`${fromHere(session)(session.config)}${others}: all rules hold\n`);
  return exitCode.fine;
}
