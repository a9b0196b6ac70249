import { isMapping, listAt, stringsAt, textAt } from "../../value.ts";
import type { Mapping, Value } from "../../value.ts";
import { pathsOf, readKustomization } from "../kustomize/kustomization.ts";
import type { KustomizationFile } from "../kustomize/kustomization.ts";
import { isRemote, joinPath, resolvePath } from "../paths.ts";
import type { Tree } from "../tree.ts";
import { RenderError } from "./render-error.ts";

/** The kustomizations that kustomize is to read: their texts by the paths of their files, from the repository's top. */
export type Kustomizations = ReadonlyMap<string, string>;

/** The fields of a kustomization that lead to no file but those that are looked at here. */
const fields = new Set(
  (
    "apiVersion kind metadata resources components configurations namespace namePrefix nameSuffix commonLabels " +
    "labels commonAnnotations patches patchesStrategicMerge patchesJson6902 images replicas configMapGenerator " +
    "secretGenerator generatorOptions replacements buildMetadata sortOptions vars crds openapi"
  ).split(" "),
);

/** Those of entries that can lead to a file. */
const entryFields = {
  generator: new Set("name namespace behavior files envs env literals options type".split(" ")),
  patch: new Set(["path", "patch", "target", "options"]),
  replacement: new Set(["path", "source", "targets"]),
  openapi: new Set(["path"]),
} as const;

/**
 * Follows everything that a kustomization names. kustomize reads what it is told to, anywhere on the machine, and
 * fetches what has an address: whoever writes a repository may not choose that. Throws RenderError for a path that
 * leaves the repository or leads to nothing in it, and for a field that could lead further, such as a plugin. The
 * texts are made anew of what was looked at here, so that kustomize reads no field in another way, as Go takes
 * `ConfigMapGenerator` for `configMapGenerator`.
 */
export async function reach(tree: Tree, start: KustomizationFile): Promise<Kustomizations> {
  const texts = new Map<string, string>();
  const waiting = [start];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { file, folder, data, problem } = next;
    const path = file === folder ? joinPath(folder, "kustomization.yaml") : file;
    if (texts.has(path)) continue;
    if (problem !== undefined) throw new RenderError(problem);
    texts.set(path, textOf(data));
    const strange = Object.keys(data).find((key) => !fields.has(key) && !isNothing(data[key]));
    if (strange !== undefined)
      throw new RenderError(
        `\`${strange}\` of \`${file}\` is not followed: what it would read cannot be told`,
      );
    for (const written of namedFiles(data, file)) {
      const local = inside(folder, written, file);
      if (!(await tree.isFile(local)))
        throw new RenderError(`\`${file}\` names \`${written}\`, which is no file of the repository`);
    }
    for (const written of stringsAt(data, "patchesStrategicMerge"))
      if (written.includes("\n")) await ensureInline(tree, next, written);
    for (const written of [...pathsOf(data, "resources"), ...pathsOf(data, "components")]) {
      // kustomize takes `somebody@host/path` for an address, also where a file or a folder of that name is here.
      if (/[:?]|^[^/]*@/.test(written))
        throw new RenderError(`\`${written}\` is an address to kustomize, and is fetched from elsewhere`);
      const local = inside(folder, written, file);
      if (await tree.isFile(local)) continue;
      const inner = await readKustomization(tree, local);
      if (inner === undefined)
        throw new RenderError(`\`${local}\` is neither a file nor a folder with a kustomization`);
      waiting.push(inner);
    }
  }
  return texts;
}

/**
 * Holds that a text is a patch itself. kustomize takes one that is no YAML to it for a path, and forgets the steps of
 * that before a `..`, whatever is in them.
 */
async function ensureInline(tree: Tree, { file, folder }: KustomizationFile, text: string): Promise<void> {
  const { documents, problem } = tree.parse(text, file);
  const [first = ""] = text.split("/").filter((step) => step !== "" && step !== ".");
  const isPath =
    text.startsWith("/") || /(^|\/)\.\.(\/|$)/.test(text) || (await tree.list(folder)).includes(first);
  if (isPath || problem !== undefined || !documents.every(({ value }) => value === null || isMapping(value)))
    throw new RenderError(`\`${file}\` has a patch that kustomize could take for a path`);
}

/** A path that kustomize would look for in a folder; RenderError where that is not in the repository. */
function inside(folder: string, written: string, file: string): string {
  if (isRemote(written)) throw new RenderError(`\`${written}\` is fetched from elsewhere`);
  const isPath = !written.startsWith("/") && !/\p{Cc}/u.test(written);
  const local = isPath ? resolvePath(folder, written) : undefined;
  if (local === undefined)
    throw new RenderError(`\`${file}\` names \`${written}\`, which leads out of the repository`);
  return local;
}

/** The files that a kustomization names beside its resources and components, as written. */
function namedFiles(data: Mapping, file: string): readonly string[] {
  const entries = (field: string, kind: keyof typeof entryFields): readonly Mapping[] =>
    listAt(data, field)
      .filter(isMapping)
      .map((entry) => checked(entry, kind, `${field}\` of \`${file}`));
  const generators = [
    ...entries("configMapGenerator", "generator"),
    ...entries("secretGenerator", "generator"),
  ];
  const patches = [...entries("patches", "patch"), ...entries("patchesJson6902", "patch")];
  const openapi = isMapping(data["openapi"])
    ? [checked(data["openapi"], "openapi", `openapi\` of \`${file}`)]
    : [];
  return [
    ...pathsOf(data, "configurations"),
    ...stringsAt(data, "crds"),
    ...generators.flatMap((one) => stringsAt(one, "envs")),
    ...generators.flatMap((one) => textAt(one, "env") ?? []),
    ...generators.flatMap((one) => stringsAt(one, "files").map(withoutKey)),
    ...patches.flatMap((one) => textAt(one, "path") ?? []),
    ...entries("replacements", "replacement").flatMap((one) => textAt(one, "path") ?? []),
    ...openapi.flatMap((one) => textAt(one, "path") ?? []),
    // One of several lines is the patch itself.
    ...stringsAt(data, "patchesStrategicMerge").filter((written) => !written.includes("\n")),
  ];
}

/** `key=path`, where a path is no address: that may have a `=` of its own. */
function withoutKey(written: string): string {
  return isRemote(written) ? written : written.slice(written.indexOf("=") + 1);
}

function checked(entry: Mapping, kind: keyof typeof entryFields, called: string): Mapping {
  const strange = Object.keys(entry).find((key) => !(entryFields[kind] as ReadonlySet<string>).has(key));
  if (strange === undefined) return entry;
  throw new RenderError(`\`${strange}\` in \`${called}\` is not followed: what it would read cannot be told`);
}

/** Old fields have been moved to where they are now. */
function textOf(data: Mapping): string {
  const kept = Object.entries(data).filter(([key]) => key !== "bases" && key !== "imageTags");
  const type = { apiVersion: "kustomize.config.k8s.io/v1beta1", kind: "Kustomization" };
  return `${JSON.stringify({ ...type, ...Object.fromEntries(kept) })}\n`;
}

function isNothing(value: Value | undefined): boolean {
  return value == null || (typeof value === "object" && Object.keys(value).length === 0);
}
