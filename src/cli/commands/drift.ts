import { hasErrors } from "../../diagnostics/diagnostic.ts";
import { order } from "../../diagnostics/order.ts";
import { drift as differences, differenceOf } from "../../proposal/drift.ts";
import { openProject } from "../compile.ts";
import { depthOf, isRepeatable } from "../depth.ts";
import { exitCode, type ExitCode } from "../exit-code.ts";
import { questionOf } from "../memory/call.ts";
import { noDrift } from "../memory/closing.ts";
import { record } from "../memory/recorder.ts";
import { printReport } from "../report.ts";
import type { Session } from "../session.ts";
import { tellLooked } from "../unseen.ts";
import { unusable } from "../unusable.ts";

/** Tells where the inventory and what is there differ, both ways; writes nothing. */
export async function drift(session: Session, options: Readonly<Record<string, unknown>>): Promise<ExitCode> {
  const depth = await depthOf(session, options);
  if (depth === undefined) return exitCode.unusable;
  if (!depth.repo && depth.cluster !== true) {
    const help = "`--repo` compares with the Flux repository, `--cluster` with what runs";
    return unusable(session, "`drift` must be told what to compare with", help);
  }
  const isVerbose = options["verbose"] === true;
  const isPlain = isRepeatable(depth);
  const question = isPlain ? questionOf("drift", depth.top ?? depth.repo, isVerbose) : undefined;
  const recorder = record(session, question);
  const project = await openProject(recorder.session, depth);
  const { dashboard, looked } = project;
  const repository = looked?.repository;
  if (dashboard === undefined || repository === undefined) {
    await printReport(session, project);
    return looked?.problem !== undefined ? exitCode.outside : exitCode.unusable;
  }
  const { reality, folder } = repository;
  const found = [
    ...project.diagnostics.flatMap((one) => differenceOf(one) ?? []),
    ...differences({ dashboard, reality, folder }),
  ];
  const diagnostics = order(found, [...project.sources.keys()]);
  await printReport(recorder.session, { ...project, diagnostics });
  for (const line of tellLooked({ repository }, isVerbose)) recorder.session.say(line);
  if (reality.unresolved.some(({ kind }) => kind === "root")) return exitCode.unusable;
  if (hasErrors(diagnostics)) return exitCode.found;
  await recorder.keep({ files: project.inputs.files.length, hasWarnings: diagnostics.length > 0 });
  session.say(
    noDrift(repository.differences === undefined ? `the ${reality.source}` : "repository and cluster"),
  );
  return exitCode.fine;
}
