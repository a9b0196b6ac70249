import { posix } from "node:path";
import type { Dashboard } from "../../dashboard/model.ts";
import { deployedObjects, type DeployedObject } from "../../evaluated/deployed.ts";
import {
  comparable,
  compareDeployed,
  compareSides,
  type Difference,
  type Side,
} from "../../imported/proof.ts";
import type { Note } from "../../imported/tiltfiles.ts";
import type { Loaded } from "../../imported/ways.ts";
import { evaluate, type Evaluation } from "../tilt/evaluate.ts";
import { unsetBut, type HandWritten, type Loading } from "./load.ts";
import { mirrorProject, type Mirror } from "./mirror.ts";

/** What Tilt makes of the inventory before it gets anything of the Tiltfile. */
export interface Before {
  readonly side: Side;
  readonly deployed: readonly DeployedObject[];
}

/** An environment in which no variable has a value, for either Tiltfile. */
export function blank(original: HandWritten, loading: Loading): Readonly<Record<string, string | undefined>> {
  const none = unsetBut(original.variables, loading.required);
  return { ...original.env, ...none, FLUXTILT_IMPORT: JSON.stringify(none) };
}

/**
 * In what Tilt takes the new Tiltfile for another, beyond the notes: it is made in a mirror of the project, both
 * are loaded as they are, and with one resource chosen by name. `before` is what the inventory made before.
 */
export async function prove(
  loading: Loading,
  original: HandWritten,
  dashboard: Dashboard,
  notes: readonly Note[],
  folder: string,
  before: Before | undefined,
): Promise<readonly Difference[]> {
  const { run, signal, project, context, file } = loading;
  const env = blank(original, loading);
  const mirror = await mirrorProject(loading, env, dashboard, folder);
  const made = await mirror.load();
  if (!made.loaded) return [{ name: "*", text: `Tilt does not load the new Tiltfile: ${made.refusal}` }];
  const side = mirror.sideOf(made.result);
  const [deployed, deploys] = [original.result, made.result].map((one) =>
    [...deployedObjects(one).values()].flat(),
  );
  const differences = [
    ...compareSides(original.marked, side, notes, before?.side.facts),
    ...compareDeployed([...(before?.deployed ?? []), ...(deployed ?? [])], deploys ?? []),
  ];
  for (const way of original.ways)
    if (way.develop !== undefined && "side" in way)
      differences.push(
        ...compareDeveloped(
          { way, plain: original.unset, notes },
          await mirror.load(way.args),
          mirror,
          before?.side,
        ),
      );
  const [chosen] =
    [...side.facts].find(
      // What begins with `-` cannot be chosen.
      ([name, { dependsOn }]) =>
        dependsOn.length > 0 && original.marked.facts.has(name) && !name.startsWith("-"),
    ) ?? [];
  if (chosen === undefined) return differences;
  const old = await evaluate(
    run,
    project,
    { file: posix.join(project, file), args: [chosen], context, env },
    signal,
  );
  const fresh = await mirror.load([chosen]);
  const [left, right] = [old, fresh].map((one) =>
    comparable(one.loaded ? (one.result.EnabledManifests ?? []) : [], notes),
  );
  if (old.loaded && JSON.stringify(left) !== JSON.stringify(right))
    differences.push({
      name: chosen,
      text: `\`tilt up ${chosen}\` starts ${right?.join(", ")}, and started ${left?.join(", ")}`,
    });
  return differences;
}

/** The same with `--develop`, for what is otherwise then. */
function compareDeveloped(
  { way, plain, notes }: { readonly way: Loaded; readonly plain: Side; readonly notes: readonly Note[] },
  made: Evaluation,
  mirror: Mirror,
  before: Side | undefined,
): readonly Difference[] {
  if (!("side" in way)) return [];
  const how = `with \`${way.args.join(" ")}\`: `;
  if (!made.loaded)
    return [{ name: "*", text: `${how}Tilt does not load the new Tiltfile: ${made.refusal}` }];
  const { facts, buttons } = way.side;
  const others = <T>(one: ReadonlyMap<string, T>, other: ReadonlyMap<string, T>): ReadonlyMap<string, T> =>
    new Map([...one].filter(([name, value]) => JSON.stringify(other.get(name)) !== JSON.stringify(value)));
  const original: Side = { facts: others(facts, plain.facts), buttons: others(buttons, plain.buttons) };
  const known = new Map([...facts, ...(before?.facts ?? [])]);
  return compareSides(original, mirror.sideOf(made.result), notes, known).map(({ name, text }) => ({
    name,
    text: `${how}${text}`,
  }));
}
