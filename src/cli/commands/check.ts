import { inspect } from "../../artifacts/compare.ts";
import { diagnose } from "../../artifacts/diagnose.ts";
import { startStopwatch } from "../../io/stopwatch.ts";
import { compileProject } from "../compile.ts";
import { depthOf, isRepeatable } from "../depth.ts";
import { exitCode, type ExitCode } from "../exit-code.ts";
import { questionOf } from "../memory/call.ts";
import { closing } from "../memory/closing.ts";
import { record } from "../memory/recorder.ts";
import { tellOutputs } from "../outputs.ts";
import { printReport } from "../report.ts";
import type { Session } from "../session.ts";
import { stages } from "../stages.ts";
import { tellTimings } from "../timings.ts";
import { tellLooked } from "../unseen.ts";

/** Tells every generated file that is not as the inventory says; writes nothing. */
export async function check(session: Session, options: Readonly<Record<string, unknown>>): Promise<ExitCode> {
  const depth = await depthOf(session, options);
  if (depth === undefined) return exitCode.unusable;
  const stopwatch = options["timings"] === true ? startStopwatch() : undefined;
  const isVerbose = options["verbose"] === true;
  const isPlain = isRepeatable(depth) && stopwatch === undefined;
  const question = isPlain ? questionOf("check", depth.top ?? depth.repo, isVerbose) : undefined;
  const recorder = record(session, question);
  const compiled = await compileProject(recorder.session, depth, stopwatch);
  const { artifacts } = compiled;
  const seen = tellLooked(compiled.looked, isVerbose);
  if (artifacts === undefined) {
    await printReport(session, compiled);
    if (stopwatch !== undefined) tellTimings(session, stopwatch);
    for (const line of seen) session.say(line);
    return compiled.code;
  }
  const comparison = await inspect(artifacts, recorder.outputs(session.files));
  const outputs = tellOutputs(diagnose(comparison), comparison);
  stopwatch?.lap(stages.artifacts);
  await printReport(recorder.session, { ...compiled, outputs });
  if (stopwatch !== undefined) tellTimings(session, stopwatch);
  for (const line of seen) recorder.session.say(line);
  if (outputs.length > 0) return exitCode.found;
  const ending = { files: artifacts.length, hasWarnings: compiled.diagnostics.length > 0 };
  await recorder.keep(ending);
  session.say(closing.check(ending, session));
  return exitCode.fine;
}
