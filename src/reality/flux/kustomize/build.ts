import { listAt, mappingAt, textAt } from "../../value.ts";
import { objectsOf } from "../parse.ts";
import { isRemote, joinPath } from "../paths.ts";
import type { Tree } from "../tree.ts";
import { AbsentError, BuildError } from "./build-error.ts";
import { defaultConfig, extendConfig, mergeConfigs } from "./config.ts";
import type { TransformerConfig } from "./config.ts";
import { absorb, generate } from "./generators.ts";
import { isComponent, pathsOf, readKustomization, unsupportedFields } from "./kustomization.ts";
import type { KustomizationFile } from "./kustomization.ts";
import { fixReferences } from "./name-references.ts";
import { addHashes, refuseTwins } from "./names.ts";
import { annotationsOf, createResource, kindOf, nameOf } from "./resource.ts";
import type { Resource } from "./resource.ts";
import { transform, type Step } from "./transform.ts";

/** Why a build is not the whole truth. */
export interface BuildNote {
  /** `remote`: what would be fetched; `broken`: Flux could not build it; `unsupported`: not followed here. */
  readonly kind: "remote" | "broken" | "unsupported";
  readonly message: string;
  readonly file: string;
  /** From 1, where it is one line of the file. */
  readonly line?: number | undefined;
  /** The one namespace that the unseen objects go to; undefined when it could be any. */
  readonly namespace?: string | undefined;
  /** Of what would be fetched. */
  readonly address?: string | undefined;
}

export interface Built {
  readonly resources: readonly Resource[];
  readonly notes: readonly BuildNote[];
}

interface State {
  resources: readonly Resource[];
  config: TransformerConfig;
  /** True where more objects are taken in that are not seen here. */
  isPartial: boolean;
}

function nothingYet(): State {
  return { resources: [], config: defaultConfig, isPartial: false };
}

interface Context {
  readonly tree: Tree;
  readonly notes: BuildNote[];
  /** Folders that are being built, outermost first. */
  readonly stack: readonly string[];
  /** What this build may still take, all levels together. */
  readonly room: { folders: number; resources: number; looks: number };
}

/** Bases that take each other twice double with each level: far above what people write. */
const mostFolders = 5_000;
const mostResources = 100_000;
/** Each patch, image or generator looks at each object: a thousand of them may meet a thousand objects. */
const mostLooks = 1_000_000;

/**
 * Builds a kustomization as `kustomize build` does, without network and without plugins. Where kustomize
 * would give up, the step is left out and noted, and the rest is built all the same.
 */
export async function build(tree: Tree, start: KustomizationFile): Promise<Built> {
  const notes: BuildNote[] = [];
  const room = { folders: mostFolders, resources: mostResources, looks: mostLooks };
  const state = await accumulate({ tree, notes, stack: [], room }, start, nothingYet());
  addHashes(state.resources);
  fixReferences(state.resources, state.config.nameReference);
  const resources = state.resources.filter(({ object }) => {
    const local = annotationsOf(object)["config.kubernetes.io/local-config"];
    return local === undefined || local === "false";
  });
  return { resources, notes };
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
    const isTold = context.notes.some((note) => note.file === place.file && note.line === place.line);
    if (error.at === undefined || !isTold)
      context.notes.push({ kind: "broken", message: error.message, ...place });
  }
}

/** Does steps that each look at every resource there is, as many as a build may take. */
function stepper(context: Context, file: string, state: State): Step {
  const { room } = context;
  return async (work) => {
    if (room.looks < 0) return;
    room.looks -= state.resources.length;
    await attempt(context, file, () => {
      if (room.looks >= 0) return withinSight(state, work);
      throw new BuildError(
        `its patches, images and generators look at an object more than ${mostLooks} times, which is not followed`,
      );
    });
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
  const context: Context = { ...outer, notes: [], stack: [...outer.stack, folder] };
  if (problem !== undefined) context.notes.push({ kind: "broken", message: problem, file });
  for (const path of pathsOf(data, "resources")) {
    await attempt(context, file, () => addResource(context, kustomization, path, state), path);
  }
  const step = stepper(context, file, state);
  await step(() => {
    refuseTwins(state.resources);
  });
  for (const path of pathsOf(data, "configurations")) {
    await attempt(context, file, () => addConfiguration(context, joinPath(folder, path), state), path);
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
    context.notes.push({ kind: "unsupported", message: `\`${field}\` ${does}, which is not followed`, file });
    state.isPartial = true;
  }
  await transform(context.tree, kustomization, state, step);
  const namespace = textAt(data, "namespace") ?? "";
  outer.notes.push(...context.notes.map((note) => (namespace === "" ? note : { ...note, namespace })));
  return state;
}

async function addResource(
  context: Context,
  { file, folder }: KustomizationFile,
  path: string,
  state: State,
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
    state.config = mergeConfigs(state.config, built.config);
    state.isPartial ||= built.isPartial;
    context.room.resources -= built.resources.length;
    state.resources = [...state.resources, ...built.resources];
    return;
  }
  if (yaml.problem !== undefined) {
    const message = `\`${local}\` is no YAML: ${yaml.problem}`;
    context.notes.push({ kind: "broken", message, file: local, line: yaml.problemLine });
  }
  const found: Resource[] = [];
  for (const { object, line, bareNulls } of objectsOf(yaml.documents)) {
    if (kindOf(object) === "" || (nameOf(object) === "" && !kindOf(object).endsWith("List"))) {
      const message = `\`${local}\` holds something that is no Kubernetes object`;
      context.notes.push({ kind: "broken", message, file: local, line });
    } else found.push(createResource(object, { file: local, line, within: context.stack }, bareNulls));
  }
  context.room.resources -= found.length;
  state.resources = [...state.resources, ...found];
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
      context.notes.push({ kind: "remote", message, file, address: path });
      return undefined;
    }
    throw new BuildError(`\`${local}\` is neither a file nor a folder with a kustomization`);
  }
  if (context.room.folders-- <= 0 || context.room.resources <= 0)
    throw new BuildError(`what is built takes more than ${mostFolders} folders or ${mostResources} objects`);
  if (context.stack.includes(local)) throw new BuildError(`\`${local}\` includes itself`);
  if (isComponent(found.data) !== (kind === "Component")) {
    throw new BuildError(`\`${local}\` is ${kind === "Component" ? "no component" : "a component"}`);
  }
  return found;
}

async function addConfiguration({ tree }: Context, path: string, state: State): Promise<void> {
  const yaml = await tree.yaml(path);
  const value = yaml?.documents[0]?.value;
  if (value === undefined) throw new BuildError(`the configuration \`${path}\` is missing`);
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
  for (const [field, kind] of lists) {
    for (const written of listAt(data, field)) {
      await step(async () => {
        const origin = { file, line: 1, within: context.stack };
        const made = await generate({ tree: context.tree, folder, kind, written, shared, origin });
        state.resources = absorb(state.resources, made);
      });
    }
  }
}
