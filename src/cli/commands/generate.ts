import { basename } from "node:path";
import { inspect } from "../../artifacts/compare.ts";
import { diagnose } from "../../artifacts/diagnose.ts";
import { writeArtifacts } from "../../artifacts/write.ts";
import { hasErrors } from "../../diagnostics/diagnostic.ts";
import { compileProject } from "../compile.ts";
import { exitCode, type ExitCode } from "../exit-code.ts";
import { questionOf } from "../memory/call.ts";
import { closing } from "../memory/closing.ts";
import { record } from "../memory/recorder.ts";
import { tellOutputs } from "../outputs.ts";
import type { Inputs } from "../project-inputs.ts";
import { fromHere } from "../from-here.ts";
import { printReport } from "../report.ts";
import type { Session } from "../session.ts";
import { stillListed } from "../still-listed.ts";

export interface GenerateOptions {
  readonly force?: boolean | undefined;
}

/** Writes what the inventory stands for: all of it, or nothing. */
export async function generate(session: Session, options: GenerateOptions): Promise<ExitCode> {
  return (await generateOnce(session, options)).code;
}

/** How one run ended, and what it was made from. */
export interface Generated {
  readonly code: ExitCode;
  readonly inputs: Inputs;
}

/** What `generate` does, for `watch` too. */
export async function generateOnce(session: Session, { force }: GenerateOptions): Promise<Generated> {
  const recorder = record(session, questionOf("generate", false, false));
  const compiled = await compileProject(recorder.session);
  const { artifacts, inputs, code } = compiled;
  if (artifacts === undefined) {
    await printReport(session, compiled);
    return { code, inputs };
  }
  const { signal } = session;
  const { value, diagnostics } = await writeArtifacts(artifacts, recorder.outputs(session.disk), {
    force,
    signal,
  });
  const outputs =
    diagnostics.length === 0 ? [] : tellOutputs(diagnostics, await inspect(artifacts, session.files));
  await printReport(recorder.session, { ...compiled, outputs });
  if (value === undefined || hasErrors(diagnostics)) {
    session.say("nothing was written");
    return { code: exitCode.found, inputs };
  }
  const shown = fromHere(session);
  for (const path of value.written) session.say(`wrote ${shown(path)}`);
  for (const path of value.removed) session.say(`removed ${shown(path)}`);
  for (const { path, kustomization } of await stillListed(session.files, value.removed))
    session.say(
      `${shown(kustomization)} still lists ${basename(path)}: take it out, or Flux cannot build that folder`,
    );
  const isNew = value.written.length + value.removed.length > 0;
  const ending = { files: artifacts.length, hasWarnings: compiled.diagnostics.length > 0 };
  if (!isNew) session.say(closing.generate(ending, session));
  if (
    outputs.length === 0 &&
    (!isNew || diagnose(await inspect(artifacts, recorder.outputs(session.disk))).length === 0)
  )
    await recorder.keep(ending, isNew);
  return { code: exitCode.fine, inputs };
}
