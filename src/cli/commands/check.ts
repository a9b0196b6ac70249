import { inspect } from "../../artifacts/compare.ts";
import { diagnose } from "../../artifacts/diagnose.ts";
import { compileProject } from "../compile.ts";
import { depthOf } from "../depth.ts";
import { exitCode, type ExitCode } from "../exit-code.ts";
import { tellOutputs } from "../outputs.ts";
import { printReport } from "../report.ts";
import type { Session } from "../session.ts";
import { tellLooked } from "../unseen.ts";

/** Tells every generated file that is not as the inventory says; writes nothing. */
export async function check(session: Session, options: Readonly<Record<string, unknown>>): Promise<ExitCode> {
  const depth = await depthOf(session, options);
  if (depth === undefined) return exitCode.unusable;
  const compiled = await compileProject(session, depth);
  const { artifacts } = compiled;
  const seen = tellLooked(compiled.looked, options["verbose"] === true);
  if (artifacts === undefined) {
    await printReport(session, compiled);
    for (const line of seen) session.say(`${line}\n`);
    return compiled.code;
  }
  const comparison = await inspect(artifacts, session.files);
  const outputs = tellOutputs(diagnose(comparison), comparison);
  await printReport(session, { ...compiled, outputs });
  for (const line of seen) session.say(`${line}\n`);
  if (outputs.length > 0) return exitCode.found;
  session.say(`${artifacts.length} files are current\n`);
  return exitCode.fine;
}
