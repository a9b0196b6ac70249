import { countOf, listAt, mappingAt, textAt } from "../../value.ts";
import { objectsOf } from "../parse.ts";
import { isRemote, joinPath } from "../paths.ts";
import type { Tree } from "../tree.ts";
import { AbsentError, BuildError, LimitError } from "./build-error.ts";
import { defaultConfig, extendConfig, mergeConfigs, sizeOf } from "./config.ts";
import type { TransformerConfig } from "./config.ts";
import { absorb, byNames, generate } from "./generators.ts";
import { isComponent, pathsOf, readKustomization, unsupportedFields } from "./kustomization.ts";
import type { KustomizationFile } from "./kustomization.ts";
import { fixReferences } from "./name-references.ts";
import { addHashes, refuseTwins } from "./names.ts";
import { Notes, type BuildNote } from "./build-notes.ts";
import { annotationsOf, createResource, kindOf, nameOf } from "./resource.ts";
import type { Resource } from "./resource.ts";
import { mostFolders, mostResources, mostSteps, newRoom, spendFrom } from "./room.ts";
import type { Room, Spend } from "./room.ts";
import { transform, type Step } from "./transform.ts";

export interface Built {
  readonly resources: readonly Resource[];
  readonly notes: readonly BuildNote[];
  /** How many steps it took. */
  readonly steps: number;
}

interface State {
  resources: Resource[];
  config: TransformerConfig;
  /** True where more objects are taken in that are not seen here. */
  isPartial: boolean;
}

function nothingYet(): State {
  return { resources: [], config: defaultConfig, isPartial: false };
}

/** What it takes to look at a folder, whatever is in it. */
const folderSteps = 20;

interface Context {
  readonly tree: Tree;
  readonly notes: Notes;
  /** Folders that are being built, outermost first. */
  readonly stack: readonly string[];
  readonly room: Room;
}

/**
 * Builds a kustomization as `kustomize build` does, without network and without plugins. Where kustomize
 * would give up, the step is left out and noted, and the rest is built all the same.
 */
export async function build(tree: Tree, start: KustomizationFile): Promise<Built> {
  const notes = new Notes();
  const room = newRoom();
  const context: Context = { tree, notes, stack: [], room };
  const state = await accumulate(context, start, nothingYet());
  await stepper(
    context,
    start.file,
    state,
  )((spend) => {
    addHashes(state.resources);
    fixReferences(state.resources, state.config.nameReference, spend);
  });
  const resources = state.resources.filter(({ object }) => {
    const local = annotationsOf(object)["config.kubernetes.io/local-config"];
    return local === undefined || local === "false";
  });
  return { resources, notes: notes.list, steps: mostSteps - room.steps };
}

/** Does a step, and notes where kustomize would fail: at what was written of it, where that is one value. */
async function attempt(
  context: Context,
  file: string,
  step: () => Promise<void> | void,
  written?: string,
): Promise<void> {
  try {
    await step();
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    const line = written === undefined ? undefined : await context.tree.lineOf(file, written);
    const place = error.at ?? { file, line };
    // What stays wrong is found again by a later step, when the object may have another namespace.
    if (error.at === undefined || !context.notes.has(place))
      context.notes.add({
        kind: "broken",
        message: error.message,
        ...(error instanceof LimitError && { isLimit: true }),
        ...place,
      });
  }
}

/** Does steps while there is room for them. */
function stepper(context: Context, file: string, state: State): Step {
  const { room } = context;
  const spend = spendFrom(room);
  return async (work, written) => {
    if (room.steps < 0) return;
    await attempt(context, file, () => withinSight(state, () => work(spend)), written);
    if (room.steps < 0) state.isPartial = true;
  };
}

/** Does a step that may be about an object which is not seen here: it is then left out. */
async function withinSight(state: State, work: () => Promise<void> | void): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!state.isPartial || !(error instanceof AbsentError)) throw error;
  }
}

async function accumulate(outer: Context, kustomization: KustomizationFile, state: State): Promise<State> {
  const { data, file, folder, problem } = kustomization;
  const context: Context = { ...outer, notes: new Notes(), stack: [...outer.stack, folder] };
  if (problem !== undefined) context.notes.add({ kind: "broken", message: problem, file });
  const step = stepper(context, file, state);
  for (const path of pathsOf(data, "resources")) {
    await step((spend) => addResource(context, kustomization, path, state, spend), path);
  }
  await step((spend) => {
    spend(folderSteps + state.resources.length);
    refuseTwins(state.resources);
  });
  for (const path of pathsOf(data, "configurations")) {
    await step((spend) => addConfiguration(context, joinPath(folder, path), state, spend), path);
  }
  await runGenerators(context, kustomization, state, step);
  for (const path of pathsOf(data, "components")) {
    await attempt(
      context,
      file,
      async () => {
        const component = await folderAt(context, file, folder, path, "Component");
        if (component === undefined) state.isPartial = true;
        else Object.assign(state, await accumulate(context, component, state));
      },
      path,
    );
  }
  for (const { field, does } of unsupportedFields(data)) {
    context.notes.add({ kind: "unsupported", message: `\`${field}\` ${does}, which is not followed`, file });
    state.isPartial = true;
  }
  await transform(context.tree, kustomization, state, step);
  const namespace = textAt(data, "namespace") ?? "";
  for (const note of context.notes.list) outer.notes.add(namespace === "" ? note : { ...note, namespace });
  return state;
}

async function addResource(
  context: Context,
  { file, folder }: KustomizationFile,
  path: string,
  state: State,
  spend: Spend,
): Promise<void> {
  const local = joinPath(folder, path);
  const yaml = await context.tree.yaml(local);
  if (yaml === undefined) {
    const inner = await folderAt(context, file, folder, path, "Kustomization");
    if (inner === undefined) {
      state.isPartial = true;
      return;
    }
    const built = await accumulate(context, inner, nothingYet());
    if (built.config !== defaultConfig) spend((sizeOf(state.config) + sizeOf(built.config)) / 2);
    state.config = mergeConfigs(state.config, built.config);
    state.isPartial ||= built.isPartial;
    context.room.resources -= built.resources.length;
    state.resources = state.resources.concat(built.resources);
    return;
  }
  if (yaml.problem !== undefined) {
    const message = `\`${local}\` is no YAML: ${yaml.problem}`;
    context.notes.add({ kind: "broken", message, file: local, line: yaml.problemLine });
  }
  for (const { object, line, bareNulls } of objectsOf(yaml.documents)) {
    if (kindOf(object) === "" || (nameOf(object) === "" && !kindOf(object).endsWith("List"))) {
      const message = `\`${local}\` holds something that is no Kubernetes object`;
      context.notes.add({ kind: "broken", message, file: local, line });
      continue;
    }
    if (context.room.resources-- <= 0) throw tooMuch(context.room);
    spend(countOf(object) / 16);
    state.resources.push(createResource(object, { file: local, line, within: context.stack }, bareNulls));
  }
}

/** Ends a build that takes in too much: what is done to its objects later would be done to a part of them. */
function tooMuch(room: Room): LimitError {
  room.steps = -1;
  return new LimitError(`what is built takes more than ${mostFolders} folders or ${mostResources} objects`);
}

async function folderAt(
  context: Context,
  file: string,
  folder: string,
  path: string,
  kind: "Component" | "Kustomization",
): Promise<KustomizationFile | undefined> {
  const local = joinPath(folder, path);
  const found = await readKustomization(context.tree, local);
  if (found === undefined) {
    if (isRemote(path) && !(await context.tree.isFolder(local))) {
      const message = `\`${path}\` is fetched from elsewhere`;
      context.notes.add({ kind: "remote", message, file, address: path });
      return undefined;
    }
    throw new BuildError(`\`${local}\` is neither a file nor a folder with a kustomization`);
  }
  if (context.room.folders-- <= 0 || context.room.resources <= 0) throw tooMuch(context.room);
  if (context.stack.includes(local)) throw new BuildError(`\`${local}\` includes itself`);
  if (isComponent(found.data) !== (kind === "Component")) {
    throw new BuildError(`\`${local}\` is ${kind === "Component" ? "no component" : "a component"}`);
  }
  return found;
}

async function addConfiguration({ tree }: Context, path: string, state: State, spend: Spend): Promise<void> {
  const yaml = await tree.yaml(path);
  const value = yaml?.documents[0]?.value;
  if (value === undefined) throw new BuildError(`the configuration \`${path}\` is missing`);
  spend(sizeOf(state.config) / 2);
  state.config = extendConfig(state.config, value);
}

async function runGenerators(
  context: Context,
  kustomization: KustomizationFile,
  state: State,
  step: Step,
): Promise<void> {
  const { data, folder, file } = kustomization;
  const lists = [
    ["configMapGenerator", "ConfigMap"],
    ["secretGenerator", "Secret"],
  ] as const;
  const shared = mappingAt(data, "generatorOptions");
  let named: ReturnType<typeof byNames> | undefined;
  for (const [field, kind] of lists) {
    for (const written of listAt(data, field)) {
      await step(async (spend) => {
        const origin = { file, line: 1, within: context.stack };
        const made = await generate({ tree: context.tree, folder, kind, written, shared, origin, spend });
        absorb(state.resources, made, (named ??= byNames(state.resources, spend)), spend);
      });
    }
  }
}
