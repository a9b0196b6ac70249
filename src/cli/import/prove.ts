import { mkdir, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { deployedObjects } from "../../evaluated/deployed.ts";
import { seenButtonsOf, seenFacts } from "../../evaluated/seen.ts";
import { comparable, compareDeployed, compareSides } from "../../imported/proof.ts";
import type { Note } from "../../imported/tiltfiles.ts";
import { nodeFiles } from "../../io/node-files.ts";
import { emit } from "../../targets/index.ts";
import { loadProject, type Project } from "../project.ts";
import { evaluate } from "../tilt/evaluate.ts";
import { unsetBut, type HandWritten, type Loading } from "./load.ts";

/** What became of the inventory when it was tried. */
export interface Proof {
  /** The inventory, held against the language and the rules. */
  readonly project: Project;
  /** In what Tilt takes the new Tiltfile for another, beyond the notes; undefined where none could be made. */
  readonly differences: readonly string[] | undefined;
}

/**
 * Puts the inventory into a mirror of the project, has its Tiltfile made there, lets Tilt load both and
 * compares: as they are, and with one resource chosen by name. The project itself is not touched.
 */
export async function prove(
  loading: Loading,
  original: HandWritten,
  text: string,
  notes: readonly Note[],
  mirror: string,
): Promise<Proof> {
  const { run, signal, project: folder, context, file } = loading;
  const none = unsetBut(original.variables, loading.required);
  const env = { ...original.env, ...none, FLUXTILT_IMPORT: JSON.stringify(none) };
  await rm(mirror, { recursive: true, force: true });
  await mirrorOf(folder, mirror, ["cluster.config.yaml", "Tiltfile", ".fluxtilt", ".env.example"]);
  await writeFile(join(mirror, "cluster.config.yaml"), text);
  const project = await loadProject(nodeFiles(mirror), "cluster.config.yaml");
  if (project.dashboard === undefined) return { project, differences: undefined };
  for (const artifact of emit(project.dashboard)) {
    await mkdir(dirname(join(mirror, artifact.path)), { recursive: true });
    await writeFile(join(mirror, artifact.path), artifact.text);
  }
  const load = (at: string, args: readonly string[] = []): ReturnType<typeof evaluate> =>
    evaluate(run, dirname(at), { file: at, args, context, env }, signal);
  const made = await load(join(mirror, "Tiltfile"));
  if (!made.loaded) return { project, differences: [`Tilt does not load the new Tiltfile: ${made.refusal}`] };
  const side = { facts: seenFacts(made.result, mirror), buttons: seenButtonsOf(made.result, mirror) };
  const [deployed, deploys] = [original.result, made.result].map((one) =>
    [...deployedObjects(one).values()].flat(),
  );
  const differences = [
    ...compareSides(original.marked, side, notes),
    ...compareDeployed(deployed ?? [], deploys ?? []),
  ];
  const [chosen] =
    [...side.facts].find(
      ([name, { dependsOn }]) => dependsOn.length > 0 && original.marked.facts.has(name),
    ) ?? [];
  if (chosen !== undefined) {
    const [before, after] = [
      await load(join(folder, file), [chosen]),
      await load(join(mirror, "Tiltfile"), [chosen]),
    ];
    const [left, right] = [before, after].map((one) =>
      comparable(one.loaded ? (one.result.EnabledManifests ?? []) : [], notes),
    );
    if (before.loaded && JSON.stringify(left) !== JSON.stringify(right))
      differences.push(`\`tilt up ${chosen}\` starts ${right?.join(", ")}, and started ${left?.join(", ")}`);
  }
  return { project, differences };
}

/** Links everything of a folder into another, but the given names. */
async function mirrorOf(folder: string, mirror: string, without: readonly string[]): Promise<void> {
  await mkdir(mirror, { recursive: true });
  for (const name of await readdir(folder))
    if (!without.includes(name)) await symlink(join(folder, name), join(mirror, name));
}
