import { posix } from "node:path";
import { deployedObjects } from "../../evaluated/deployed.ts";
import { seenButtonsOf, seenFacts, type TiltfileResult } from "../../evaluated/seen.ts";
import { recording, type ExtensionFunction } from "../../imported/extension-calls.ts";
import { placedDeploys } from "../../imported/development.ts";
import type { Side } from "../../imported/proof.ts";
import { tiltExtensions } from "../../inventory/schema/extensions.ts";
import { Variables } from "../../imported/variables.ts";
import type { Loaded, Way } from "../../imported/ways.ts";
import type { Run } from "../../io/process.ts";
import { evaluate } from "../tilt/evaluate.ts";
import markedDotenv from "./marked-dotenv.star";
import singleButtons from "./single-buttons.star";
import { openButtons, privateExtensions, usedRepositories, type Patch } from "../tilt/private-extensions.ts";

/** What evaluating a hand-written Tiltfile needs. */
export interface Loading {
  readonly run: Run;
  readonly signal: AbortSignal;
  /** Absolute folder of the project, with every link resolved. */
  readonly project: string;
  /** The Tiltfile, relative to it. */
  readonly file: string;
  /** An empty folder for the copy of the extensions. */
  readonly folder: string;
  readonly context: string;
  /** Variables of the environment that the Tiltfiles read by name. */
  readonly variables: readonly string[];
  /** Those of them without which it does not load. */
  readonly required: readonly string[];
  /** With which arguments it can be loaded. */
  readonly ways: readonly Way[];
  /** Functions of extensions that import knows nothing of. */
  readonly functions: readonly ExtensionFunction[];
}

function recordings(functions: readonly ExtensionFunction[]): readonly Patch[] {
  return [...new Set(functions.map(({ from }) => from))].map((from) => ({
    path: `${from}/Tiltfile`,
    change: (text) => `${text}\n${recording(functions.filter((one) => one.from === from))}`,
  }));
}

/** A Tiltfile as Tilt took it. */
export interface HandWritten {
  readonly variables: Variables;
  /** With a text of ours in the place of each variable's value. */
  readonly marked: Side;
  /** With none of the variables set. */
  readonly unset: Side;
  /** The same, with each of the arguments that the Tiltfile takes. */
  readonly ways: readonly Loaded[];
  readonly result: TiltfileResult;
  /** Names that are there with the values of this environment only. */
  readonly onlyHere: readonly string[];
  /** What `dotenv` sets. */
  readonly fromFile: readonly string[];
  /** Whether such functions make nothing that Tilt shows. */
  readonly isIdle: boolean;
  /** What Tilt said while it loaded the file. */
  readonly said: readonly string[];
  /** The environment that leads Tilt to the copy of the extensions, and holds nothing that is not needed. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** No variable at all, but for those that must be there. */
export function unsetBut(
  variables: Variables,
  required: readonly string[],
): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(
    variables.names.map((name) => [name, required.includes(name) ? variables.marker(name) : undefined]),
  );
}

/** Tilt or the programs that a Tiltfile calls do not work without these; their values are no secrets. */
const needed =
  /^(PATH|HOME|USER|PWD|SHELL|TERM|TMPDIR|LANG|LC_\w+|XDG_\w+|KUBECONFIG|DOCKER_(HOST|CONTEXT|CONFIG)|GIT_CONFIG_\w+|SSH_AUTH_SOCK|\w+_(PROXY|proxy)|TILT_DISABLE_ANALYTICS|DO_NOT_TRACK)$/;

/** All else is taken away, since a Tiltfile may also read a variable by a name that it puts together. */
function withoutOthers(): Readonly<Record<string, undefined>> {
  const names = Object.keys(process.env).filter((name) => !needed.test(name));
  return Object.fromEntries(names.map((name) => [name, undefined]));
}

const patches: readonly Patch[] = [
  openButtons,
  { path: "uibutton/Tiltfile", change: (text) => `${text}${singleButtons}` },
  { path: "dotenv/Tiltfile", change: (text) => `${text}${markedDotenv}` },
];

/** Whether Tilt shows and deploys the same; names of objects of its own are made in each load alike. */
function isSame(one: TiltfileResult, other: TiltfileResult, project: string): boolean {
  const [left, right] = [one, other].map((result) =>
    JSON.stringify([
      [...seenFacts(result, project)],
      [...deployedObjects(result)],
      [...seenButtonsOf(result, project)],
      keysOf(result),
    ]),
  );
  return left === right;
}

function keysOf({ ObjectSet }: TiltfileResult): readonly unknown[] {
  return Object.entries(ObjectSet ?? {}).map(([kind, all]) => [kind, Object.keys(all).sort()]);
}

const empty: Side = { facts: new Map(), buttons: new Map() };

/**
 * Loads the Tiltfile as it is, then in ways that show what of it comes from the environment: with a text of
 * ours for each variable, and with none of them set. Answers Tilt's words where it does not load.
 */
export async function loadHandWritten(loading: Loading): Promise<HandWritten | { readonly refusal: string }> {
  const { run, signal, project, file, folder, context } = loading;
  const load = (
    env: Readonly<Record<string, string | undefined>>,
    args: readonly string[] = [],
  ): ReturnType<typeof evaluate> =>
    evaluate(run, project, { file: posix.join(project, file), args, context, env }, signal);
  const own = await load({});
  if (!own.loaded) return { refusal: own.refusal };
  const copied = await privateExtensions(
    run,
    folder,
    usedRepositories(own.result, [tiltExtensions.ref]),
    [...patches, ...recordings(loading.functions)],
    signal,
  );
  const env = { ...withoutOthers(), ...copied };
  const side = (result: TiltfileResult): Side => ({
    facts: seenFacts(result, project),
    buttons: seenButtonsOf(result, project),
  });
  let variables = new Variables(loading.variables.filter((name) => !needed.test(name)));
  let fromFile: readonly string[] = [];
  // A file of variables may be read only when another is set: until nothing new comes.
  for (;;) {
    const values = Object.fromEntries(variables.names.map((name) => [name, variables.marker(name)]));
    const inMarks = await load({ ...env, ...values, FLUXTILT_IMPORT: JSON.stringify(values) });
    const none = unsetBut(variables, loading.required);
    const inNone = await load({ ...env, ...none, FLUXTILT_IMPORT: JSON.stringify(none) });
    const said = [inMarks, inNone].flatMap((one) => (one.loaded ? one.said : one.refusal.split("\n")));
    fromFile = [
      ...new Set([...fromFile, ...said.flatMap((line) => /^fluxtilt dotenv: (.*)$/.exec(line)?.[1] ?? [])]),
    ];
    const more = fromFile.filter((name) => !variables.names.includes(name) && !needed.test(name));
    if (more.length > 0) {
      variables = new Variables([...variables.names, ...more]);
      continue;
    }
    const base = inMarks.loaded ? inMarks : inNone;
    if (!base.loaded) return { refusal: base.refusal };
    const ways: Loaded[] = [];
    for (const way of inNone.loaded ? loading.ways : []) {
      const done = await load({ ...env, ...none, FLUXTILT_IMPORT: JSON.stringify(none) }, way.args);
      if (!done.loaded) {
        ways.push({ ...way, refusal: done.refusal });
        continue;
      }
      const { facts, buttons } = side(done.result);
      const { result } = done;
      ways.push({ ...way, result, side: { facts: placedDeploys(facts, way.folder), buttons } });
    }
    const [seen, without] = [side(base.result), inNone.loaded ? side(inNone.result) : empty];
    const skipped =
      inNone.loaded && loading.functions.length > 0
        ? await load({ ...env, ...none, FLUXTILT_IMPORT: JSON.stringify(none), FLUXTILT_SKIP: "1" })
        : undefined;
    return {
      isIdle: skipped?.loaded === true && inNone.loaded && isSame(skipped.result, inNone.result, project),
      variables,
      marked: seen,
      unset: without,
      ways,
      result: base.result,
      onlyHere: [...seenFacts(own.result, project).keys()].filter((name) => !seen.facts.has(name)),
      fromFile,
      said: base.said,
      env,
    };
  }
}
