import { posix } from "node:path";
import { builtImages } from "../../evaluated/built.ts";
import { asObject, deployedObjects, type DeployedObject } from "../../evaluated/deployed.ts";
import type { TiltfileResult } from "../../evaluated/seen.ts";
import { hostsOf } from "../../imported/copied-hosts.ts";
import type { Images } from "../../imported/image.ts";
import type { Manifests } from "../../imported/manifest-sets.ts";
import type { Source } from "../../imported/sources.ts";
import type { Files } from "../../io/files.ts";
import type { Mapping } from "../../reality/value.ts";
import { copyRefusal } from "../../rules/reality/copy-refusals.ts";
import { rootOf, type FoundRoot } from "../found-inventory.ts";
import { setRenderer } from "../rendered-sets.ts";
import { findReality, type RepositoryGraph } from "../repository.ts";

/** What is looked up beside a load: the files that it read, and what Flux makes of the repository. */
export interface LookedUp {
  readonly manifests: Manifests;
  readonly images: Images;
  readonly root: FoundRoot | undefined;
}

/**
 * Looks up what Tilt deploys and builds in the files that it read; what other loads build is looked up too.
 * `files` are those of its folder, with every link in its path resolved.
 */
export async function lookUp(
  result: TiltfileResult,
  others: readonly TiltfileResult[],
  files: Files,
): Promise<LookedUp> {
  const project = files.root;
  const deployed = deployedObjects(result);
  const isIdle = [...deployed.values()].flat().length === 0;
  const graph = await findReality(files, {});
  const { reality } = graph;
  const owners = new Map(
    reality.objects.flatMap(({ kind, namespace, name, owner }) =>
      owner?.kind === "Kustomization"
        ? [[keyOf({ kind, namespace, name }), `${owner.namespace}/${owner.name}`] as const]
        : [],
    ),
  );
  return {
    root: rootOf(reality),
    images: await imagesOf(files, [result, ...others], project),
    manifests: {
      deployed,
      sources: isIdle ? [] : await sourcesOf(files, result, project),
      owner: (object) => owners.get(keyOf(object)),
      applied: await appliedBy(files, graph),
      refusal,
    },
  };
}

/** Answers where the repository has an object; paths are relative to the project. */
async function appliedBy(files: Files, { reality, folder }: RepositoryGraph): Promise<Manifests["applied"]> {
  const inner = (path: string): string => posix.relative(folder, path) || ".";
  const folders = new Map<string, string>();
  for (const { namespace, name, folder: built } of reality.kustomizations) {
    if (built === undefined) continue;
    const names = await files.list(inner(built));
    if (names.some((one) => kustomizationFile.test(one))) folders.set(`${namespace}/${name}`, inner(built));
  }
  const found = new Map(
    reality.objects.flatMap(({ kind, namespace, name, owner, provenance }) => {
      if (owner?.kind !== "Kustomization") return [];
      const by = `${owner.namespace}/${owner.name}`;
      const file = provenance.file === undefined ? undefined : inner(provenance.file);
      const key = keyOf({ kind: kind.toLowerCase(), namespace, name });
      return [[key, { owner: by, kustomize: folders.get(by), file }] as const];
    }),
  );
  return (kind, namespace, name) =>
    found.get(keyOf({ kind: kind.split(".")[0] ?? kind, namespace, name })) ??
    // `kubectl get` takes a namespace for what has none.
    found.get(keyOf({ kind: kind.split(".")[0] ?? kind, namespace: "", name }));
}

const kustomizationFile = /^(kustomization\.ya?ml|Kustomization)$/;

function keyOf({ kind, namespace, name }: Pick<DeployedObject, "kind" | "namespace" | "name">): string {
  return JSON.stringify([kind, namespace, name]);
}

/** The inventory says the host of every route: that which Tilt deploys now. */
function refusal(object: DeployedObject): string | undefined {
  return copyRefusal(object.content as Mapping, new Set(hostsOf(object)));
}

/** The files of manifests and the kustomizations that the load read. */
async function sourcesOf(files: Files, result: TiltfileResult, project: string): Promise<readonly Source[]> {
  const render = await setRenderer(files);
  const sources: Source[] = [];
  const read = readFrom(result, project);
  for (const file of read) {
    const kustomization = kustomizationFile.test(posix.basename(file));
    if ((await files.kind(file)) === undefined) continue;
    const path = kustomization ? posix.dirname(file) : file;
    const rendered = await render(
      kustomization ? { kustomize: path, files: [] } : { kustomize: undefined, files: [path] },
    );
    // What comes from elsewhere was not seen, and the rest is no less of this source.
    if (rendered.broken !== undefined) continue;
    const objects = rendered.objects.flatMap((one) => asObject(one) ?? []);
    sources.push({ kind: kustomization ? "kustomize" : "file", path, objects });
  }
  return sources;
}

/** Texts of the Dockerfiles that images may be built from. */
async function imagesOf(files: Files, results: readonly TiltfileResult[], project: string): Promise<Images> {
  const built = new Map(results.flatMap((one) => [...builtImages(one, project)]));
  const read = results.flatMap((one) => readFrom(one, project));
  const ignored = read.filter((file) => file.endsWith(".dockerignore"));
  const texts = new Map<string, string>();
  for (const file of [...ignored, ...[...built.values()].flatMap(({ dockerfiles }) => dockerfiles)]) {
    if (texts.has(file) || file.startsWith("../") || (await files.kind(file)) === "directory") continue;
    const bytes = await files.read(file);
    if (bytes !== undefined) texts.set(file, new TextDecoder().decode(bytes));
  }
  return { built, read: (path) => texts.get(path) };
}

/** The files of the project that Tilt read while it loaded, relative to it. */
function readFrom({ ConfigFiles }: TiltfileResult, project: string): readonly string[] {
  return (ConfigFiles ?? [])
    .filter((file) => file.startsWith(`${project}/`))
    .map((file) => file.slice(project.length + 1));
}
