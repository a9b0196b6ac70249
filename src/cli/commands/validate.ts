import { hasErrors } from "../../diagnostics/diagnostic.ts";
import { startStopwatch } from "../../io/stopwatch.ts";
import { openProject } from "../compile.ts";
import { depthOf, isRepeatable } from "../depth.ts";
import { exitCode, type ExitCode } from "../exit-code.ts";
import { questionOf } from "../memory/call.ts";
import { closing } from "../memory/closing.ts";
import { record } from "../memory/recorder.ts";
import { printReport } from "../report.ts";
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
  const isVerbose = options["verbose"] === true;
  const isPlain = isRepeatable(depth) && stopwatch === undefined;
  const question = isPlain ? questionOf("validate", depth.top ?? depth.repo, isVerbose) : undefined;
  const recorder = record(session, question);
  const project = await openProject(recorder.session, depth, stopwatch);
  await printReport(recorder.session, project);
  if (stopwatch !== undefined) tellTimings(session, stopwatch);
  for (const line of tellLooked(project.looked, isVerbose)) recorder.session.say(line);
  if (project.dashboard === undefined) return exitCode.unusable;
  if (project.looked?.problem !== undefined) return exitCode.outside;
  if (hasErrors(project.diagnostics)) return exitCode.found;
  const ending = { files: project.inputs.files.length, hasWarnings: project.diagnostics.length > 0 };
  await recorder.keep(ending);
  session.say(closing.validate(ending, session));
  return exitCode.fine;
}
