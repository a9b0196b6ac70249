import { hasErrors } from "../../diagnostics/diagnostic.ts";
import { openProject } from "../compile.ts";
import { depthOf } from "../depth.ts";
import { exitCode, type ExitCode } from "../exit-code.ts";
import { fromHere, printReport } from "../report.ts";
import type { Session } from "../session.ts";
import { tellUnseen } from "../unseen.ts";

/** Holds the inventory against the language, the rules and, where asked, the repository; writes nothing. */
export async function validate(
  session: Session,
  options: Readonly<Record<string, unknown>>,
): Promise<ExitCode> {
  const depth = await depthOf(session, options);
  if (depth === undefined) return exitCode.unusable;
  const project = await openProject(session, depth);
  await printReport(session, project);
  const { repository } = project;
  if (repository !== undefined)
    for (const line of tellUnseen(repository.reality, repository.folder, options["verbose"] === true))
      session.say(`${line}\n`);
  if (project.dashboard === undefined) return exitCode.unusable;
  if (project.isUnanswered === true) return exitCode.outside;
  if (hasErrors(project.diagnostics)) return exitCode.found;
  const { files } = project.inputs;
  const others = files.length === 1 ? "" : ` with ${files.length - 1} more`;
  session.say(`${fromHere(session)(session.config)}${others}: all rules hold\n`);
  return exitCode.fine;
}
