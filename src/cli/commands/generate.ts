import { writeArtifacts } from "../../artifacts/write.ts";
import { hasErrors } from "../../diagnostics/diagnostic.ts";
import { compileArtifacts } from "../compile.ts";
import { exitCode, type ExitCode } from "../exit-code.ts";
import { printDiagnostics } from "../report.ts";
import type { Session } from "../session.ts";

export interface GenerateOptions {
  readonly force?: boolean | undefined;
}

/** Writes what the inventory stands for: all of it, or nothing. */
export async function generate(session: Session, { force }: GenerateOptions): Promise<ExitCode> {
  const artifacts = await compileArtifacts(session);
  if (typeof artifacts === "number") return artifacts;
  const { value, diagnostics } = await writeArtifacts(artifacts, session.files, { force });
  if (diagnostics.length > 0) await printDiagnostics(session, diagnostics, new Map());
  if (value === undefined || hasErrors(diagnostics)) return exitCode.found;
  for (const path of value.written) session.say(`wrote ${path}\n`);
  for (const path of value.removed) session.say(`removed ${path}\n`);
  if (value.written.length + value.removed.length === 0)
    session.say(`${artifacts.length} files are current\n`);
  return exitCode.fine;
}
