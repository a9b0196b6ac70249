import { inspect } from "../../artifacts/compare.ts";
import { diagnose } from "../../artifacts/diagnose.ts";
import type { Status } from "../../artifacts/status.ts";
import { compileProject } from "../compile.ts";
import { paintDiff } from "../diff-color.ts";
import { exitCode, type ExitCode } from "../exit-code.ts";
import { diffOf } from "../outputs.ts";
import { fromHere } from "../from-here.ts";
import { printReport } from "../report.ts";
import type { Session } from "../session.ts";

/**
 * Shows all that `generate` would change, and what it would refuse without `--force`, as whole diffs.
 * The record of generated files follows from them and is left out.
 */
export async function diff(session: Session): Promise<ExitCode> {
  const compiled = await compileProject(session);
  const { artifacts } = compiled;
  if (artifacts === undefined) {
    await printReport(session, compiled);
    return compiled.code;
  }
  const comparison = await inspect(artifacts, session.files);
  // Without statuses there is only what forbids to write at all.
  const { diagnostics: blocked, statuses } = comparison;
  const unreadable = statuses.flatMap(({ problem }) => problem ?? []);
  await printReport(session, {
    ...compiled,
    diagnostics: [...compiled.diagnostics, ...blocked, ...unreadable],
  });
  const differing = statuses.filter(({ state, problem }) => state !== "current" && problem === undefined);
  const shown = fromHere(session);
  for (const status of differing) {
    const text = diffOf(status);
    if (text === "") session.say(`${shown(status.path)}: ${inWords(status)}`);
    else session.out(paintDiff(text, session.results.color));
  }
  const found = diagnose(comparison).length > 0;
  if (found && differing.length === 0 && blocked.length + unreadable.length === 0)
    session.say(`only ${shown(comparison.recordStatus.path)} differs`);
  return found ? exitCode.found : exitCode.fine;
}

function inWords(status: Status): string {
  return status.modeOnly === true ? "is not executable" : "is a link, which generate does not replace";
}
