import { hasErrors } from "../../diagnostics/diagnostic.ts";
import { order } from "../../diagnostics/order.ts";
import { drift as differences, differenceOf } from "../../proposal/drift.ts";
import { openProject } from "../compile.ts";
import { depthOf } from "../depth.ts";
import { exitCode, type ExitCode } from "../exit-code.ts";
import { printReport } from "../report.ts";
import type { Session } from "../session.ts";
import { tellLooked } from "../unseen.ts";

/** Tells where the inventory and what is there differ, both ways; writes nothing. */
export async function drift(session: Session, options: Readonly<Record<string, unknown>>): Promise<ExitCode> {
  const depth = await depthOf(session, options);
  if (depth === undefined) return exitCode.unusable;
  if (!depth.repo && depth.cluster !== true) {
    session.say("fluxtilt: `drift` must be told what to compare with\n");
    session.say("help: `--repo` compares with the Flux repository, `--cluster` with what runs\n");
    return exitCode.unusable;
  }
  const project = await openProject(session, depth);
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
  await printReport(session, { ...project, diagnostics });
  for (const line of tellLooked({ repository }, options["verbose"] === true)) session.say(`${line}\n`);
  if (reality.unresolved.some(({ kind }) => kind === "root")) return exitCode.unusable;
  if (hasErrors(diagnostics)) return exitCode.found;
  const others = repository.differences === undefined ? `the ${reality.source}` : "repository and cluster";
  session.say(`no drift: the inventory and ${others} agree\n`);
  return exitCode.fine;
}
