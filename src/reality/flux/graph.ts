import { isMapping, mappingAt, same, stringAt, textAt } from "../value.ts";
import type { Mapping } from "../value.ts";
import type { FluxKustomization, ObjectName, Owner, Root, Unresolved } from "../model.ts";
import { build } from "./kustomize/build.ts";
import type { Built } from "./kustomize/build.ts";
import { marked } from "./common-metadata.ts";
import { nameOf, namespaceOf } from "./kustomize/resource.ts";
import { excessOf, mostSteps, stepsOf } from "./graph-room.ts";
import { Noted } from "./noted.ts";
import { notesOf } from "./notes.ts";
import { joinPath } from "./paths.ts";
import { prepare } from "./prepare.ts";
import { isOwnSource, locate, rememberSource, sourceOf } from "./sources.ts";
import type { Sources } from "./sources.ts";
import { isExempt, mostText, substituteObject } from "./substitute-object.ts";
import type { Room } from "./substitute-object.ts";
import { SubstitutionError } from "./substitute.ts";
import type { Tree } from "./tree.ts";
import { rememberData, sameData, substitutionOf } from "./variables.ts";
import type { DataMap, DataSources, Substitution } from "./variables.ts";

/** One object as Flux would apply it. */
export interface Rendered {
  readonly object: Mapping;
  readonly file: string;
  readonly line: number;
  readonly owner: Owner;
  readonly chain: readonly ObjectName[];
  /** False when its name, or whether it is applied at all, cannot be known here. */
  readonly certain: boolean;
}

export interface Graph {
  readonly rendered: readonly Rendered[];
  readonly kustomizations: readonly FluxKustomization[];
  readonly unresolved: readonly Unresolved[];
  readonly sources: Sources;
  readonly data: DataSources;
  /** Reads a YAML text that a file holds. */
  readonly parse: Tree["parse"];
  /** The root's source, as `Kind namespace/name`. */
  readonly origin: string;
}

/** A Kustomization that waits for its turn. */
interface Waiting {
  readonly name: ObjectName;
  readonly spec: Mapping;
  readonly chain: readonly ObjectName[];
  readonly file: string;
  readonly line: number;
  readonly certain: boolean;
}

interface Walk {
  readonly tree: Tree;
  readonly root: Root;
  /** The root's source, as `Kind namespace/name`. */
  origin: string;
  readonly sources: Noted<Mapping>;
  readonly data: Noted<DataMap>;
  /** Builds of earlier rounds, by folder and what the spec adds. */
  readonly builds: Map<string, Promise<Built>>;
  room: Room;
  /** Steps that the Kustomizations of this round may still take, all together. */
  stepsLeft: number;
}

const mostRounds = 4;

/** How many Kustomizations are built while another one is looked at: few, since each opens files. */
const mostAhead = 8;

/**
 * Follows Flux Kustomizations from the root, breadth first, through what they render. Done again while a
 * later one renders what an earlier one has asked for.
 */
export async function followGraph(tree: Tree, root: Root): Promise<Graph> {
  const origin = root.source ?? `GitRepository ${root.namespace}/${root.name}`;
  const walk: Walk = {
    tree,
    root,
    origin,
    sources: new Noted<Mapping>(same),
    data: new Noted(sameData),
    builds: new Map(),
    room: { left: mostText },
    stepsLeft: mostSteps,
  };
  let graph = await round(walk);
  for (let count = 1; count < mostRounds && !isSettled(walk); count++) graph = await round(walk);
  return graph;
}

/** False where a next round would see something else than the last one did. */
function isSettled({ data, sources }: Walk): boolean {
  return [data, sources].map((known) => known.settled()).every(Boolean);
}

async function round(walk: Walk): Promise<Graph> {
  walk.room = { left: mostText };
  const rendered: Rendered[] = [];
  const kustomizations: FluxKustomization[] = [];
  const unresolved: Unresolved[] = [];
  const seen = new Set<string>();
  const queue: Waiting[] = [await startOf(walk)];
  walk.stepsLeft = mostSteps;
  const begun = new Set<Waiting>();
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const key = `${next.name.namespace}/${next.name.name}`;
    if (seen.has(key)) continue;
    seen.add(key);
    for (const later of queue.slice(0, mostAhead)) {
      if (begun.has(later)) continue;
      begun.add(later);
      void buildAhead(walk, later);
    }
    const outcome = await render(walk, next);
    kustomizations.push(outcome.kustomization);
    unresolved.push(...outcome.unresolved);
    for (const one of outcome.rendered) {
      rendered.push(one);
      rememberData(walk.data, one.object);
      rememberSource(walk.sources, one.object);
      const child = waitingFor(one);
      if (child !== undefined) queue.push(child);
    }
  }
  return {
    rendered,
    kustomizations,
    unresolved,
    sources: walk.sources,
    data: walk.data,
    parse: (text, path) => walk.tree.parse(text, path),
    origin: walk.origin,
  };
}

/** Builds what waits, so that its files are read meanwhile; what goes wrong is told at its turn. */
async function buildAhead(walk: Walk, { name, spec }: Waiting): Promise<void> {
  if (isMapping(spec["kubeConfig"]) || walk.stepsLeft < 0) return;
  try {
    const place = await locate(walk.tree, walk.root, walk.origin, walk.sources, spec, name.namespace);
    if (place.state !== "external" && place.state !== "missing") await buildOnce(walk, place.folder, spec);
  } catch {
    // The same promise is awaited, and fails, when it is its turn.
  }
}

function isFluxKustomization(object: Mapping): boolean {
  return (
    stringAt(object, "kind") === "Kustomization" &&
    stringAt(object, "apiVersion")?.startsWith("kustomize.toolkit.fluxcd.io/") === true
  );
}

function waitingFor({ object, chain, file, line, certain }: Rendered): Waiting | undefined {
  if (!isFluxKustomization(object)) return undefined;
  const namespace = namespaceOf(object);
  const name = { namespace: namespace === "" ? "default" : namespace, name: nameOf(object) };
  return { name, spec: mappingAt(object, "spec") ?? {}, chain, file, line, certain };
}

/**
 * The root as it stands once it has applied itself: it may hold, and patch, its own object, which also
 * says the root's name and source where the caller knew only the path.
 */
async function startOf(walk: Walk): Promise<Waiting> {
  const { root } = walk;
  const path = root.base === "" ? root.path : root.path.slice(root.base.length + 1);
  const [kind = "", source = ""] = walk.origin.split(" ");
  const [namespace = "", name = ""] = source.split("/");
  let start: Waiting = {
    name: { namespace: root.namespace, name: root.name },
    spec: { path, sourceRef: { kind, name, namespace } },
    chain: [],
    file: root.file ?? root.path,
    line: root.line ?? 1,
    certain: true,
  };
  for (let count = 0; count < 5; count++) {
    // Nothing of this counts: the root is rendered again at its turn.
    walk.stepsLeft = mostSteps;
    const { rendered } = await render(walk, start);
    for (const { object } of rendered) {
      rememberSource(walk.sources, object);
      rememberData(walk.data, object);
    }
    const waiting = rendered.flatMap((one) => waitingFor(one) ?? []);
    const own =
      waiting.find(
        (one) => one.name.name === start.name.name && one.name.namespace === start.name.namespace,
      ) ?? waiting.find((one) => mayBeRoot(walk, one));
    if (own === undefined || same(own.spec, start.spec)) return start;
    if (count === 0) walk.origin = sourceOf(own.spec, own.name.namespace);
    start = { ...own, chain: [], certain: true };
  }
  return start;
}

/** True for one that builds the root's folder, and not that of a source which is known to be another. */
function mayBeRoot({ root, origin, sources }: Walk, { name, spec }: Waiting): boolean {
  return (
    joinPath(root.base, textAt(spec, "path") ?? "") === root.path &&
    isOwnSource(root, origin, sources, sourceOf(spec, name.namespace)) !== false
  );
}

interface Outcome {
  readonly kustomization: FluxKustomization;
  readonly rendered: readonly Rendered[];
  readonly unresolved: readonly Unresolved[];
}

async function render(walk: Walk, { name, spec, chain, file, line, certain }: Waiting): Promise<Outcome> {
  const owner: Owner = { kind: "Kustomization", ...name };
  const provenance = { file, line, chain };
  const outcome = (
    state: FluxKustomization["state"],
    folder: string | undefined,
    rendered: readonly Rendered[],
    unresolved: readonly Unresolved[],
    substitution?: Substitution,
  ): Outcome => ({
    kustomization: {
      ...name,
      provenance,
      suspended: spec["suspend"] === true,
      folder,
      state,
      spec,
      substitutions: substitution?.values ?? new Map(),
    },
    rendered,
    unresolved,
  });
  const home = walk.root.url ?? textAt(walk.sources.get(walk.origin), "spec", "url");
  const notes = notesOf(owner, spec, { file, line }, home);
  if (isMapping(spec["kubeConfig"])) return outcome("remote", undefined, [], [notes.remoteCluster()]);
  const place = await locate(walk.tree, walk.root, walk.origin, walk.sources, spec, name.namespace);
  if (place.state === "external") {
    const source = walk.sources.get(sourceOf(spec, name.namespace));
    return outcome("external", undefined, [], [notes.externalSource(source)]);
  }
  if (place.state === "missing" && place.folder.includes("${"))
    return outcome("unknown", undefined, [], [notes.unknownPath(place.folder)]);
  if (place.state === "missing")
    return outcome("missing", place.folder, [], [notes.missingPath(place.folder)]);

  const excess = excessOf(walk.stepsLeft, chain);
  if (excess !== undefined) return outcome("unknown", place.folder, [], [notes.tooMuch(excess)]);
  const built = await buildOnce(walk, place.folder, spec);
  walk.stepsLeft -= stepsOf(built);
  const substitution = substitutionOf(spec, name.namespace, walk.data);
  const unresolved: Unresolved[] = [
    ...built.notes.map((note) => notes.fromBuild(note)),
    ...substitution.missing.map((source) => notes.missingSubstitute(source)),
  ];
  const unknown = new Set<string>();
  const below = [...chain, name];
  const rendered = built.resources.map((resource): Rendered => {
    let object = resource.object;
    if (substitution.active && !isExempt(object)) {
      try {
        object = substituteObject(object, substitution.variables, (name) => unknown.add(name), walk.room);
      } catch (error) {
        if (!(error instanceof SubstitutionError)) throw error;
        unresolved.push(notes.broken(error.message, resource.origin));
      }
    }
    return {
      object: marked(object, spec),
      file: resource.origin.file,
      line: resource.origin.line,
      owner,
      chain: below,
      certain: certain && place.certain && isNamed(object) && !(resource.needsHash && resource.uncertain),
    };
  });
  if (unknown.size > 0) unresolved.push(notes.unknownVariables([...unknown]));
  return outcome("built", place.folder, rendered, unresolved, substitution);
}

/** False while a variable that is not known stands in the name. */
function isNamed(object: Mapping): boolean {
  return !nameOf(object).includes("${") && !namespaceOf(object).includes("${");
}

function buildOnce(walk: Walk, folder: string, spec: Mapping): Promise<Built> {
  const { targetNamespace, namePrefix, nameSuffix, patches, components, images } = spec;
  const { patchesStrategicMerge, patchesJson6902, ignoreMissingComponents } = spec;
  const added = [targetNamespace, namePrefix, nameSuffix, patches, components, images];
  const more = [patchesStrategicMerge, patchesJson6902, ignoreMissingComponents];
  const key = JSON.stringify([folder, ...added, ...more]);
  const before = walk.builds.get(key);
  if (before !== undefined) return before;
  const made = prepare(walk.tree, folder, spec).then((kustomization) => build(walk.tree, kustomization));
  walk.builds.set(key, made);
  return made;
}
