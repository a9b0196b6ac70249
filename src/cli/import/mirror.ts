import { mkdir, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Dashboard } from "../../dashboard/model.ts";
import { seenButtonsOf, seenFacts, type TiltfileResult } from "../../evaluated/seen.ts";
import type { Side } from "../../imported/proof.ts";
import { inWords } from "../../io/outside-error.ts";
import { emit } from "../../targets/index.ts";
import { evaluate, type Evaluation } from "../tilt/evaluate.ts";
import type { Loading } from "./load.ts";

/** A project with the files of another inventory, in a folder of its own. */
export interface Mirror {
  /** Has Tilt load the generated Tiltfile; `args` stand behind `--`. */
  readonly load: (args?: readonly string[]) => Promise<Evaluation>;
  /** What a load of it made. */
  readonly sideOf: (result: TiltfileResult) => Side;
}

/**
 * Makes a mirror of the project in `folder`, in which the inventory's files are generated and all else is
 * linked. The project itself is not touched.
 */
export async function mirrorProject(
  { run, signal, project, context, file }: Loading,
  env: Readonly<Record<string, string | undefined>>,
  dashboard: Dashboard,
  folder: string,
): Promise<Mirror> {
  const texts = mirroredTexts(dashboard, file);
  await inWords("make a temporary copy in", folder, async () => {
    await rm(folder, { recursive: true, force: true });
    await linkRest(project, folder, "", new Set([...texts.keys(), "Tiltfile", ".fluxtilt", ".env.example"]));
    for (const [path, text] of texts) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
  });
  const start = join(folder, "Tiltfile");
  return {
    load: (args = []) => evaluate(run, folder, { file: start, args, context, env }, signal),
    sideOf: (result) => ({ facts: seenFacts(result, folder), buttons: seenButtonsOf(result, folder) }),
  };
}

/**
 * The texts of a mirror that are not the project's own. Where the inventory includes the Tiltfile that is
 * imported (`file`), that one is empty there: both together would have each name twice.
 */
export function mirroredTexts(dashboard: Dashboard, file: string): Map<string, string> {
  const texts = new Map(emit(dashboard).map(({ path, text }) => [path, text]));
  if (dashboard.includes.some(({ path }) => path === file)) texts.set(file, "");
  return texts;
}

/** Links all that is in a folder, but the paths in `own`; folders that lead to them are made. */
export async function linkRest(
  from: string,
  to: string,
  below: string,
  own: ReadonlySet<string>,
): Promise<void> {
  await mkdir(join(to, below), { recursive: true });
  for (const name of await readdir(join(from, below))) {
    const path = below === "" ? name : `${below}/${name}`;
    if (own.has(path)) continue;
    if ([...own].some((one) => one.startsWith(`${path}/`))) await linkRest(from, to, path, own);
    else await symlink(join(from, path), join(to, path));
  }
}
