import { posix } from "node:path";
import type { FluxObject } from "../../actions/action.ts";
import type { ManifestSet } from "../../dashboard/model.ts";
import { nodeFiles } from "../../io/node-files.ts";
import type { Run } from "../../io/process.ts";
import { joinPath } from "../../reality/flux/paths.ts";
import { finish } from "../../reality/flux/rendering/finish.ts";
import { manifestsOf } from "../../reality/flux/rendering/manifest.ts";
import { plan } from "../../reality/flux/rendering/plan.ts";
import { changingFields, refusedFields } from "../../reality/flux/rendering/refused-fields.ts";
import { RenderError } from "../../reality/flux/rendering/render-error.ts";
import { createTree } from "../../reality/flux/tree.ts";
import { rememberData, substitutionOf, type DataSources } from "../../reality/flux/variables.ts";
import type { FluxKustomization, Reality } from "../../reality/model.ts";
import { findKustomization } from "../../reality/query.ts";
import { same, stringAt, textAt, type Mapping } from "../../reality/value.ts";
import { withinRepository } from "../repository-view.ts";
import type { RepositoryGraph } from "../repository.ts";
import { kustomize } from "./kustomize.ts";
import { readLive, type Live } from "./live.ts";

/** What rendering needs of the world. */
export interface Surroundings {
  readonly graph: RepositoryGraph;
  readonly run: Run;
  readonly signal: AbortSignal;
  /** The kube context to ask; without one, the repository alone is asked. */
  readonly context: string | undefined;
}

/** What Flux would apply of a set, as YAML, and sentences for the person who reads it. */
export interface RenderedSet {
  readonly yaml: string;
  readonly notes: readonly string[];
}

/**
 * What Flux would apply of a set of manifests from the working tree. With a cluster, the Kustomization's
 * spec and the values that it substitutes are those of the cluster: they are what Flux goes by until the
 * working tree is pushed. Throws RenderError where it cannot be told exactly.
 */
export async function renderSet(
  set: ManifestSet,
  owner: FluxObject,
  world: Surroundings,
): Promise<RenderedSet> {
  const { graph, run, signal, context } = world;
  const { reality, folder: here, top } = graph;
  const called = `Kustomization \`${owner.namespace}/${owner.name}\``;
  const inGit = findKustomization(reality, owner);
  const live = context === undefined ? undefined : await readLive(run, context, owner, signal);
  const spec = live?.spec ?? inGit?.spec;
  if (spec === undefined) throw new RenderError(`the repository has no ${called} as far as can be seen`);
  const [refused] = refusedFields(spec);
  if (refused !== undefined) throw new RenderError(`\`${refused.field}\` of ${called} ${refused.does}`);

  const view = withinRepository(nodeFiles(top));
  const tree = createTree(view, ignoreOf(reality, spec, owner.namespace));
  const folder = folderOf(reality, inGit, spec, called);
  if (!(await tree.isFolder(folder)))
    throw new RenderError(`${called} builds \`${folder}\`, which is not there`);
  const inRepository = (path: string): string => joinPath("", posix.join(here, path));
  const { pick, ...built } = await plan(tree, folder, spec, {
    folder: set.kustomize === undefined ? undefined : inRepository(set.kustomize),
    files: set.files.map(inRepository),
  });
  const printed = manifestsOf(await kustomize(run, top, built, signal));
  const { manifests, notes } = finish(pick(printed), {
    name: owner,
    spec,
    substitution: substitutionOf(spec, owner.namespace, live?.data ?? dataOfGit(reality)),
    withoutEncrypted: live !== undefined,
  });
  return {
    yaml: manifests.map(({ text }) => `---\n${text}`).join(""),
    notes: [...differences(inGit, live, called), ...notes],
  };
}

/** The folder that a Kustomization builds, from the repository's top. */
function folderOf(
  reality: Reality,
  inGit: FluxKustomization | undefined,
  spec: Mapping,
  called: string,
): string {
  if (inGit?.state === "external") throw new RenderError(`${called} builds from another source`);
  const path = (of: Mapping): string => joinPath("", textAt(of, "path") ?? "");
  if (inGit?.folder !== undefined && path(inGit.spec) === path(spec)) return inGit.folder;
  return joinPath(reality.root?.base ?? "", path(spec));
}

/** The `spec.ignore` of a Kustomization's source, which takes files away. */
function ignoreOf(reality: Reality, spec: Mapping, namespace: string): string | undefined {
  const source = reality.objects.find(
    (one) =>
      one.kind === textAt(spec, "sourceRef", "kind") &&
      one.name === textAt(spec, "sourceRef", "name") &&
      one.namespace === (textAt(spec, "sourceRef", "namespace") ?? namespace),
  );
  return stringAt(source?.content, "spec", "ignore");
}

function dataOfGit(reality: Reality): DataSources {
  const data: DataSources = new Map();
  for (const { content } of reality.objects) if (content !== undefined) rememberData(data, content);
  return data;
}

/** What the working tree says of the Kustomization, and the cluster does not yet know. */
function differences(
  inGit: FluxKustomization | undefined,
  live: Live | undefined,
  called: string,
): readonly string[] {
  if (inGit === undefined || live === undefined) return [];
  const fields = changingFields.filter((field) => !same(inGit.spec[field], live.spec[field]));
  if (fields.length === 0) return [];
  const names = fields.map((field) => `\`${field}\``).join(", ");
  return [`${called} has other ${names} in the cluster than in the working tree: the cluster's are used`];
}
