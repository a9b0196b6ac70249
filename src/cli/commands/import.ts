import { basename, dirname, resolve } from "node:path";
import { isGenerated } from "../../artifacts/header.ts";
import type { Dashboard } from "../../dashboard/model.ts";
import { deployedObjects } from "../../evaluated/deployed.ts";
import type { TiltfileResult } from "../../evaluated/seen.ts";
import { extensionFunctions } from "../../imported/extension-calls.ts";
import { otherPrograms } from "../../imported/programs.ts";
import { Tiltfiles, type Line } from "../../imported/tiltfiles.ts";
import { waysOf } from "../../imported/ways.ts";
import type { Files } from "../../io/files.ts";
import { nodeFiles } from "../../io/node-files.ts";
import { run } from "../../io/process.ts";
import { withScratch } from "../../io/scratch.ts";
import { openProject } from "../compile.ts";
import { asker } from "../doctor/ask.ts";
import { exitCode, type ExitCode } from "../exit-code.ts";
import { defaultConfig } from "../find-root.ts";
import { schemaIn } from "../first-inventory.ts";
import { argumentsOf } from "../import/arguments.ts";
import { haltForCommands, type Commands } from "../import/commands.ts";
import { extensionsOf } from "../import/extensions.ts";
import { finishMerge, finishNew } from "../import/finish.ts";
import { loadHandWritten, type HandWritten, type Loading } from "../import/load.ts";
import { makeInventory, type Existing } from "../import/make.ts";
import { lookUp } from "../import/manifests.ts";
import { mirroredTexts, mirrorProject } from "../import/mirror.ts";
import { blank } from "../import/prove.ts";
import { readTiltfiles, type ReadTiltfiles } from "../import/read-tiltfiles.ts";
import { whereToRun } from "../import/where.ts";
import { overlay } from "../overlay.ts";
import type { Project } from "../project.ts";
import { printReport } from "../report.ts";
import type { Session } from "../session.ts";
import { readRefusal } from "../tilt/refusal.ts";
import { unusable } from "../unusable.ts";

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
  const files = nodeFiles(dirname(path), session.signal);
  const project = await files.realPath(".");
  if (project === undefined || (await files.kind(basename(path))) === undefined)
    return unusable(session, `there is no Tiltfile \`${written}\``, "name the file that `tilt up` loads");
  const home: Session = { ...session, files, disk: nodeFiles(dirname(path)), config: defaultConfig };
  const there = (await files.kind(defaultConfig)) === undefined ? undefined : await openProject(home);
  if (there !== undefined && there.dashboard === undefined) {
    await printReport(home, there);
    return exitCode.unusable;
  }
  const read = await readTiltfiles(files, basename(path));
  const tiltfiles = new Tiltfiles(read.texts, isGenerated);
  const commands = await commandsOf(files, basename(path), read, there?.dashboard);
  const halt = await haltForCommands(session, commands, options.runLocal);
  if (halt !== undefined) return halt;
  const where = await whereToRun(asker(run, project, session.signal), tiltfiles);
  return await withScratch(async (folder) => {
    const loading: Loading = {
      ...{ run, signal: session.signal, project, file: basename(path), folder: `${folder}/data` },
      ...{ context: where.context, variables: tiltfiles.variables(), required: tiltfiles.required() },
      ...{ ways: waysOf(tiltfiles), functions: extensionFunctions(tiltfiles) },
    };
    const original = await loadHandWritten(loading);
    if ("refusal" in original) return tellRefused(session, written, original.refusal, project);
    const existing = there?.dashboard && (await tryExisting(loading, original, there, folder));
    if (existing !== undefined && "refusal" in existing)
      return tellRefused(session, defaultConfig, existing.refusal, project);
    const made = await makeInventory({
      ...{ loading, original, tiltfiles, where, files, existing },
      svgs: await svgsOf(files),
      lookedUp: await lookUp(original.result, developedIn(original), files.rooted(project)),
      args: await argumentsOf(loading, original, tiltfiles, `${folder}/arguments`),
      extensions: await extensionsOf(run, session.signal, original, tiltfiles),
      mirror: `${folder}/mirror`,
      schema: await schemaIn(files),
    });
    return await (existing === undefined
      ? finishNew(home, made, options.write, basename(path))
      : finishMerge(home, made, existing, options.write, basename(path)));
  });
}

/** What the `--develop` of a generated Tiltfile brings about. */
function developedIn({ ways }: HandWritten): readonly TiltfileResult[] {
  return ways.flatMap((way) => (way.develop === undefined || !("result" in way) ? [] : [way.result]));
}

/** What Tilt makes of the inventory that is there; its own words where it does not load. */
async function tryExisting(
  loading: Loading,
  original: HandWritten,
  project: Project,
  folder: string,
): Promise<Existing | { readonly refusal: string } | undefined> {
  const { dashboard } = project;
  if (dashboard === undefined) return undefined;
  const mirror = await mirrorProject(loading, blank(original, loading), dashboard, `${folder}/before`);
  const loaded = await mirror.load();
  if (!loaded.loaded) return loaded;
  const deployed = [...deployedObjects(loaded.result).values()].flat();
  return { project, dashboard, side: mirror.sideOf(loaded.result), deployed };
}

/**
 * What may run while the Tiltfile is loaded, and while the inventory that is there is: its Tiltfile is made anew
 * and includes the hand-written ones.
 */
async function commandsOf(
  files: Files,
  file: string,
  { texts, unread }: ReadTiltfiles,
  dashboard: Dashboard | undefined,
): Promise<Commands> {
  const named = new Tiltfiles(texts, isGenerated);
  const own = { local: named.calls("local"), other: [...unread, ...otherPrograms(named)] };
  if (dashboard === undefined) return own;
  const made = mirroredTexts(dashboard, file);
  const beside = await readTiltfiles(overlay(files, made), "Tiltfile");
  const others = new Tiltfiles(beside.texts, isGenerated);
  const isMade = (path: string): boolean => made.has(path) && beside.texts.get(path) !== texts.get(path);
  const both = <T extends Line>(places: readonly T[], more: readonly T[]): readonly T[] => {
    const told = more.map((one) =>
      isMade(one.file) ? { ...one, file: `${defaultConfig}: ${one.file}` } : one,
    );
    return [...new Map([...places, ...told].map((one) => [JSON.stringify(one), one])).values()];
  };
  return {
    local: both(own.local, others.calls("local")),
    other: both(own.other, [...beside.unread, ...otherPrograms(others)]),
  };
}

function tellRefused(session: Session, written: string, refusal: string, project: string): ExitCode {
  const { place, words } = readRefusal(refusal, project);
  const at = place === undefined ? "" : ` at ${place.file}:${place.line}`;
  const [first = "", ...more] = words.split("\n").map((line) => line.trim());
  return unusable(
    session,
    `Tilt does not load \`${written}\`${at}: ${first}`,
    [...more, "import takes what Tilt makes of a Tiltfile: mend it first"].join("\n"),
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
