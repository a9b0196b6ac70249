import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { argumentVariable } from "../../dashboard/settings.ts";
import { entry, type Entry } from "../../imported/entries.ts";
import type { Definition, Tiltfiles } from "../../imported/tiltfiles.ts";
import { inWords } from "../../io/outside-error.ts";
import { evaluate } from "../tilt/evaluate.ts";
import type { HandWritten, Loading } from "./load.ts";
import { linkRest } from "./mirror.ts";
import { blank } from "./prove.ts";
import recordEnvironment from "./record-environment.star";

/** Stand for what a person may give. */
const given = ["fluxtilt0arg", "fluxtilt1arg"] as const;

type Environment = ReadonlyMap<string, string>;

/**
 * `tilt.args` of the inventory, by name: the arguments that end up in a variable of the environment. Seen by
 * loading a copy of the Tiltfile in `folder`, which tells its environment at the end, with each of them.
 */
export async function argumentsOf(
  loading: Loading,
  original: HandWritten,
  tiltfiles: Tiltfiles,
  folder: string,
): Promise<Readonly<Record<string, Entry>>> {
  const { project, file, context, run, signal } = loading;
  const found = tiltfiles.definitions();
  if (found.length === 0) return {};
  await inWords("make a temporary copy in", folder, async () => {
    await linkRest(project, folder, "", new Set([file]));
    await writeFile(join(folder, file), (await readFile(join(project, file), "utf8")) + recordEnvironment);
  });
  const env = blank(original, loading);
  const load = async (args: readonly string[]): Promise<Environment> => {
    const done = await evaluate(run, folder, { file: join(folder, file), args, context, env }, signal);
    return new Map(done.loaded ? done.said.flatMap(variablesIn) : []);
  };
  const plain = await load([]);
  const entries: Record<string, Entry> = {};
  for (const { name, kind, usage } of found) {
    const values = await valuesOf(name, kind, plain, load);
    const own = argumentVariable(name);
    const variable = values.has(own) ? own : [...values.keys()][0];
    if (variable === undefined) continue;
    entries[name] = entry({
      [kind]: values.get(variable),
      description: usage,
      env: variable === own ? undefined : variable,
    });
  }
  return entries;
}

/** The default of an argument by each variable that it ends up in. */
async function valuesOf(
  name: string,
  kind: Definition["kind"],
  plain: Environment,
  load: (args: readonly string[]) => Promise<Environment>,
): Promise<ReadonlyMap<string, unknown>> {
  const holding = (one: Environment, text: string): readonly (readonly [string, string])[] =>
    [...plain].filter(([variable]) => one.get(variable) === text);
  if (kind === "bool") {
    const [on, off] = [await load([`--${name}`]), await load([`--${name}=false`])];
    return new Map(
      holding(on, "true")
        .filter(([variable]) => off.get(variable) === "false")
        .map(([variable, value]) => [variable, value === "true"]),
    );
  }
  if (kind === "string") return new Map(holding(await load([`--${name}`, given[0]]), given[0]));
  const all = await load(given.flatMap((one) => [`--${name}`, one]));
  return new Map(
    holding(all, given.join(",")).map(([variable, value]) => [
      variable,
      value === "" ? [] : value.split(","),
    ]),
  );
}

function variablesIn(line: string): readonly (readonly [name: string, value: string])[] {
  const [, name, value = ""] = /^fluxtilt variable: ([A-Za-z]\w*)=(".*")$/.exec(line) ?? [];
  if (name === undefined || name.startsWith("FLUXTILT_")) return [];
  try {
    return [[name, JSON.parse(value) as string]];
  } catch {
    // Starlark writes some signs otherwise than JSON: such a value is no default that can be told.
    return [];
  }
}
