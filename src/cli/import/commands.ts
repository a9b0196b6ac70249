import type { Place } from "../../imported/programs.ts";
import type { Line } from "../../imported/tiltfiles.ts";
import { agrees } from "../agrees.ts";
import { exitCode, type ExitCode } from "../exit-code.ts";
import type { Session } from "../session.ts";
import { unusable } from "../unusable.ts";

/** What loads would run, as far as it can be told before one. */
export interface Commands {
  /** Calls of `local`. */
  readonly local: readonly (Line & { readonly written: string })[];
  /** Where else a program may run. */
  readonly other: readonly Place[];
}

/** Tells the commands that a load runs, before any does; an exit code where they are not to run. */
export async function haltForCommands(
  session: Session,
  { local, other }: Commands,
  mayRun: boolean,
): Promise<ExitCode | undefined> {
  if (local.length + other.length === 0) return undefined;
  const { say, interactive } = session;
  if (local.length > 0)
    say(
      "Tilt runs these commands each time that it loads the Tiltfile, and import has it load several times:",
    );
  for (const { file, line, written } of local) say(`  ${file}:${line}: ${written}`);
  if (other.length > 0)
    say(
      "Each time that Tilt loads the Tiltfile, programs may run here, and import has it load several times:",
    );
  for (const { file, line, written, why } of other) {
    say(`  ${file}:${line}: ${written}`);
    say(`    ${why}`);
  }
  if (mayRun) return undefined;
  if (!interactive)
    return unusable(
      session,
      "nothing was loaded, so that nothing runs unasked",
      `look at the ${other.length === 0 ? "commands" : "places"} above, then say --run-local`,
    );
  if (await agrees(session, other.length === 0 ? "run them?" : "run what there is?")) return undefined;
  say("nothing was loaded");
  return exitCode.fine;
}
