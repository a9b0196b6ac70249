import { stringsAt } from "../../value.ts";
import type { Mapping } from "../../value.ts";
import { build } from "../kustomize/build.ts";
import type { Resource } from "../kustomize/resource.ts";
import { prepare } from "../prepare.ts";
import type { Tree } from "../tree.ts";
import { isSameObject } from "./manifest.ts";
import type { Manifest } from "./manifest.ts";
import { reach, type Kustomizations } from "./reached.ts";
import { RenderError } from "./render-error.ts";

/** What of a Kustomization is wanted: all that its folder builds, or what comes from a part of it. */
export interface Wanted {
  /** Paths from the repository's top. */
  readonly folder?: string | undefined;
  readonly files: readonly string[];
}

/** What kustomize is to build in Flux's stead. */
export interface Plan {
  readonly texts: Kustomizations;
  /** What is built, from the repository's top. */
  readonly folder: string;
  /** Keeps what is wanted of what was built. */
  readonly pick: (manifests: readonly Manifest[]) => readonly Manifest[];
}

/**
 * Plans the build of a folder with what a Flux Kustomization's `spec` adds. The build is also made in
 * process, which tells beforehand what Flux could not build, what would be fetched, and which file each
 * object comes from. Throws RenderError for the first two.
 */
export async function plan(tree: Tree, folder: string, spec: Mapping, wanted: Wanted): Promise<Plan> {
  const kustomization = await prepare(tree, folder, spec);
  const { data } = kustomization;
  if (stringsAt(data, "buildMetadata").some((one) => one !== "managedByLabel"))
    throw new RenderError("`buildMetadata` writes paths of Flux's own copy, which are not known here");
  const texts = await reach(tree, kustomization);
  const { resources, notes } = await build(tree, kustomization);
  const isPartial = notes.some(({ kind }) => kind === "unsupported");
  const fatal = notes.find(({ kind }) => kind === "remote" || (kind === "broken" && !isPartial));
  if (fatal !== undefined) throw new RenderError(fatal.message);
  if (resources.length === 0 && !isPartial) throw new RenderError(`\`${folder}\` builds nothing`);
  return {
    texts,
    folder,
    pick: wanted.folder === folder ? (all) => all : picker(resources, isPartial, folder, wanted),
  };
}

function picker(
  resources: readonly Resource[],
  isPartial: boolean,
  folder: string,
  { folder: part, files }: Wanted,
): Plan["pick"] {
  if (isPartial)
    throw new RenderError(`which objects of \`${folder}\` belong to the set cannot be told: it uses plugins`);
  const paths = part === undefined ? files : [part];
  const comesFrom = ({ origin }: Resource, path: string): boolean =>
    part === undefined ? origin.file === path : origin.within.includes(path);
  const absent = paths.find((path) => !resources.some((one) => comesFrom(one, path)));
  if (absent !== undefined)
    throw new RenderError(`Flux builds \`${folder}\`, to which \`${absent}\` brings nothing`);
  const chosen = resources.filter((one) => paths.some((path) => comesFrom(one, path)));
  return (manifests) =>
    chosen.map(({ object }) => {
      const found = manifests.find((manifest) => isSameObject(manifest.object, object));
      if (found === undefined)
        throw new RenderError("kubectl builds other objects than fluxtilt, which is a bug in fluxtilt");
      return found;
    });
}
