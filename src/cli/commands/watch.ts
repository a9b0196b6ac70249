import { watchFolders, type FolderWatch } from "../../io/folder-watch.ts";
import { OutsideError } from "../../io/outside-error.ts";
import { exitCode, type ExitCode } from "../exit-code.ts";
import { tellOutside } from "../failure.ts";
import { ParsedFiles } from "../parsed-files.ts";
import type { Inputs } from "../project-inputs.ts";
import { fromHere } from "../from-here.ts";
import type { Session } from "../session.ts";
import { changesBetween, foldersOf, seenBy, snapshot, type Snapshot } from "../watched.ts";
import { generateOnce, type GenerateOptions } from "./generate.ts";

/**
 * Generates, and again after every change of the inventory, its fragments, or what it names. A run that
 * finds something wrong is told, and the next change is waited for. Ends when it is interrupted, or when
 * nobody reads what it says.
 */
export async function watch(outer: Session, options: GenerateOptions): Promise<ExitCode> {
  // What it has read it has at hand, and nobody asks for an answer of a run that something else follows.
  const session = { ...outer, memory: undefined, parsed: new ParsedFiles() };
  const { files, gone } = session;
  const signal = AbortSignal.any([session.signal, gone]);
  let inputs: Inputs = { files: [session.config], patterns: [], named: [] };
  let last: Snapshot | undefined;
  while (!signal.aborted) {
    // Watched first and looked at then: what changes between the two is not missed.
    const watcher = await watchInputs(session, inputs);
    try {
      const now = await snapshot(files, inputs);
      const changed = last === undefined ? [session.config] : changesBetween(last, now);
      if (changed.length === 0) {
        await watcher.settled(signal);
        continue;
      }
      if (last !== undefined) {
        session.say("");
        session.say(`changed: ${namesOf(session, changed)}`);
      }
      inputs = inputsAfter(inputs, await tryOnce(session, options, inputs));
      if (last === undefined) session.say(`watching ${namesOf(session, inputs.files)}; Ctrl-C ends it`);
      last = seenBy(now, await snapshot(files, inputs), inputs, session.parsed);
    } finally {
      watcher.close();
    }
  }
  return session.signal.aborted ? exitCode.interrupted : exitCode.fine;
}

function namesOf(session: Session, paths: readonly string[]): string {
  const shown = paths.slice(0, 4).map(fromHere(session));
  return [...shown, ...(paths.length > 4 ? [`${paths.length - 4} more`] : [])].join(", ");
}

async function watchInputs(session: Session, inputs: Inputs): Promise<FolderWatch> {
  const folders = await foldersOf(session.files, inputs);
  const watcher = watchFolders(folders);
  const again = await foldersOf(session.files, inputs);
  if (again.join("\n") === folders.join("\n")) return watcher;
  // A folder came to be before its parent was watched.
  watcher.close();
  return await watchInputs(session, inputs);
}

/** A disk that is full now may have room after the next edit. */
async function tryOnce(session: Session, options: GenerateOptions, before: Inputs): Promise<Inputs> {
  try {
    return (await generateOnce(session, options)).inputs;
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    tellOutside({ kind: error.kind, diagnostic: error.toldIn(session.cwd) }, session);
    return before;
  }
}

/** An inventory that cannot be read names no fragments: those from before are still worth watching. */
function inputsAfter(before: Inputs, after: Inputs): Inputs {
  const broken = after.patterns.length === 0 && after.named.length === 0;
  return broken ? { ...before, files: [...new Set([...after.files, ...before.files])] } : after;
}
