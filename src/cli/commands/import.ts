import { basename, dirname, relative, resolve } from "node:path";
import { encode } from "../../artifacts/content.ts";
import { hasErrors } from "../../diagnostics/diagnostic.ts";
import { Tiltfiles } from "../../imported/tiltfiles.ts";
import type { Files } from "../../io/files.ts";
import { nodeFiles } from "../../io/node-files.ts";
import { run } from "../../io/process.ts";
import { withScratch } from "../../io/scratch.ts";
import { asker } from "../doctor/ask.ts";
import { exitCode, type ExitCode } from "../exit-code.ts";
import { defaultConfig } from "../find-root.ts";
import { extensionsOf } from "../import/extensions.ts";
import { loadHandWritten, type Loading } from "../import/load.ts";
import { makeInventory, type Made } from "../import/make.ts";
import { lookUp } from "../import/manifests.ts";
import { readTiltfiles } from "../import/read-tiltfiles.ts";
import { whereToRun } from "../import/where.ts";
import { printReport } from "../report.ts";
import type { Session } from "../session.ts";
import { readRefusal } from "../tilt/refusal.ts";

export interface ImportOptions {
  readonly write: boolean;
  readonly runLocal: boolean;
}

/** Makes an inventory of a hand-written Tiltfile, by what Tilt itself makes of it. */
export async function importTiltfile(
  session: Session,
  written: string,
  options: ImportOptions,
): Promise<ExitCode> {
  const path = resolve(session.cwd, written);
  const files = nodeFiles(dirname(path));
  const project = await files.realPath(".");
  if (project === undefined || (await files.kind(basename(path))) === undefined)
    return refuse(session, `there is no Tiltfile \`${written}\``, "name the file that `tilt up` loads");
  const target = relative(session.cwd, resolve(dirname(path), defaultConfig));
  if (options.write && (await files.kind(defaultConfig)) !== undefined)
    return refuse(
      session,
      `\`${target}\` is there already, and import overwrites nothing`,
      "without --write the inventory goes to stdout: take from it what you need",
    );
  const texts = await readTiltfiles(files, basename(path));
  const tiltfiles = new Tiltfiles(texts);
  const local = tiltfiles.calls("local");
  if (local.length > 0) {
    session.say(
      "Tilt runs these commands each time that it loads the Tiltfile, and import has it load several times:\n",
    );
    for (const { file, line, written: call } of local) session.say(`  ${file}:${line}: ${call}\n`);
    if (!options.runLocal)
      return refuse(
        session,
        "nothing was loaded, so that nothing runs unasked",
        "look at the commands above, then say --run-local",
      );
  }
  const where = await whereToRun(asker(run, project, session.signal), tiltfiles);
  return await withScratch(async (folder) => {
    const loading: Loading = {
      ...{ run, signal: session.signal, project, file: basename(path), folder: `${folder}/data` },
      ...{ context: where.context, variables: tiltfiles.variables(), required: tiltfiles.required() },
    };
    const original = await loadHandWritten(loading);
    if ("refusal" in original) return tellRefused(session, written, original.refusal, project);
    const made = await makeInventory({
      ...{ loading, original, tiltfiles, where, mirror: `${folder}/mirror` },
      svgs: await svgsOf(files),
      lookedUp: await lookUp(original.result, project),
      extensions: await extensionsOf(run, session.signal, original, tiltfiles),
    });
    return await finish(session, files, target, made, options);
  });
}

function refuse(session: Session, what: string, help: string): ExitCode {
  session.say(`fluxtilt: ${what}\nhelp: ${help}\n`);
  return exitCode.unusable;
}

function tellRefused(session: Session, written: string, refusal: string, project: string): ExitCode {
  const { place, words } = readRefusal(refusal, project);
  const at = place === undefined ? "" : ` at ${place.file}:${place.line}`;
  return refuse(
    session,
    `Tilt does not load \`${written}\`${at}: ${words}`,
    "import takes what Tilt makes of a Tiltfile: mend it first",
  );
}

/** Every SVG file of the project by its text: an icon comes into Tilt as text. */
async function svgsOf(files: Files): Promise<ReadonlyMap<string, string>> {
  const svgs = new Map<string, string>();
  for (const path of await files.glob(["**/*.svg"])) {
    const bytes = await files.read(path, { maxBytes: 1 << 20 });
    if (bytes !== undefined) svgs.set(new TextDecoder().decode(bytes), `./${path}`);
  }
  return svgs;
}

async function finish(
  session: Session,
  files: Files,
  target: string,
  { text, notes, proof }: Made,
  options: ImportOptions,
): Promise<ExitCode> {
  const { say } = session;
  const told = notes.filter(({ text: words }) => words !== "");
  if (told.length > 0) say("What the inventory does not say, or says in another way:\n");
  for (const { at, text: words } of told)
    say(`  ${at === undefined ? "" : `${at.file}:${at.line}: `}${words}\n`);
  const { project, differences } = proof;
  if (options.write) {
    if (!(await files.create(defaultConfig, encode(text))))
      return refuse(
        session,
        `\`${target}\` is there already, and import overwrites nothing`,
        "move one of them away",
      );
    say(`wrote ${target}\n`);
  } else session.out(text);
  if (project.diagnostics.length > 0) {
    say(hasErrors(project.diagnostics) ? "The inventory does not hold yet:\n\n" : "\n");
    await printReport(session, project);
  }
  for (const one of differences ?? []) say(`not the same: ${one}\n`);
  if (differences === undefined || differences.length > 0) return exitCode.found;
  say("Tilt takes the Tiltfile of this inventory for the same, but for what is told above\n");
  return hasErrors(project.diagnostics) ? exitCode.found : exitCode.fine;
}
