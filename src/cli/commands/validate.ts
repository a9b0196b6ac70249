import { hasErrors } from "../../diagnostics/diagnostic.ts";
import { startStopwatch } from "../../io/stopwatch.ts";
import { openProject } from "../compile.ts";
import { depthOf } from "../depth.ts";
import { exitCode, type ExitCode } from "../exit-code.ts";
import { fromHere, printReport } from "../report.ts";
import type { Session } from "../session.ts";
import { tellTimings } from "../timings.ts";
import { tellLooked } from "../unseen.ts";

/** Holds the inventory against the language, the rules and, where asked, the repository; writes nothing. */
export async function validate(
  session: Session,
  options: Readonly<Record<string, unknown>>,
): Promise<ExitCode> {
  const depth = await depthOf(session, options);
  if (depth === undefined) return exitCode.unusable;
  const stopwatch = options["timings"] === true ? startStopwatch() : undefined;
  const project = await openProject(session, depth, stopwatch);
  await printReport(session, project);
  if (stopwatch !== undefined) tellTimings(session, stopwatch);
  for (const line of tellLooked(project.looked, options["verbose"] === true)) session.say(`${line}\n`);
  if (project.dashboard === undefined) return exitCode.unusable;
  if (project.looked?.problem !== undefined) return exitCode.outside;
  if (hasErrors(project.diagnostics)) return exitCode.found;
  const { files } = project.inputs;
  const others = files.length === 1 ? "" : ` with ${files.length - 1} more`;
  session.say(`${fromHere(session)(session.config)}${others}: all rules hold\n`);
  return exitCode.fine;
}
