import type { EntryKind, RepositoryView } from "../view.ts";
import { ignoreRules, isIgnored } from "./ignore.ts";
import type { IgnoreRules } from "./ignore.ts";
import { decodeText, linesOfValues, parseYaml } from "./parse.ts";
import type { YamlFile } from "./parse.ts";
import { folderOf, joinPath } from "./paths.ts";
import { remembered } from "./remembered.ts";

/** The files of a Flux source as Flux sees them, each read and parsed at most once. */
export interface Tree {
  /** The bytes of a file, or undefined when there is none, or none that Flux would have. */
  bytes(path: string): Promise<Uint8Array | undefined>;
  /** The documents of a YAML file. Shared: copy before changing. Undefined when there is no such file. */
  yaml(path: string): Promise<YamlFile | undefined>;
  /** What a YAML text says that a file holds. */
  parse(text: string, path: string): YamlFile;
  /** The line on which a YAML file first has a value, for whoever must show where it stands. */
  lineOf(path: string, value: string): Promise<number | undefined>;
  isFile(path: string): Promise<boolean>;
  isFolder(path: string): Promise<boolean>;
  /** Names in a folder, sorted by code unit. */
  list(path: string): Promise<readonly string[]>;
  /** How many files have been parsed. */
  parsed(): number;
}

/**
 * Wraps a view. `ignore` is the `spec.ignore` of the source, which is added to the `.sourceignore` files.
 */
export function createTree(view: RepositoryView, ignore?: string): Tree {
  const extra = ignore === undefined ? [] : ignoreRules(ignore, "");
  const rulesOf: (folder: string) => Promise<IgnoreRules> = remembered(async (folder) => {
    const above = folder === "" ? [] : await rulesOf(folderOf(folder));
    const own = await view.read(joinPath(folder, ".sourceignore"));
    return own === undefined ? above : [...above, ...ignoreRules(decodeText(own), folder)];
  });
  const ignored = remembered(async (path) => isIgnored(path, [...(await rulesOf(folderOf(path))), ...extra]));
  const names = remembered((path) => view.list(path === "" ? "." : path));
  const kind = remembered(async (path): Promise<EntryKind | undefined> => {
    if (path === "") return "directory";
    const found = await view.kind(path);
    if (found !== "link") return found;
    return (await view.read(path)) === undefined ? "directory" : "file";
  });

  const parse = view.parseYaml ?? parseYaml;
  let parsed = 0;
  const bytes = remembered(async (path) =>
    (await kind(path)) !== "file" || (await ignored(path)) ? undefined : await view.read(path),
  );
  const yaml = remembered(async (path): Promise<YamlFile | undefined> => {
    const content = await bytes(path);
    if (content === undefined) return undefined;
    parsed++;
    return parse(decodeText(content), path);
  });
  const lines = remembered(async (path) => {
    const content = await bytes(path);
    return content === undefined ? undefined : linesOfValues(decodeText(content));
  });
  return {
    bytes,
    yaml,
    parse,
    lineOf: async (path, value) => (await lines(path))?.get(value),
    isFile: async (path) => (await kind(path)) === "file" && !(await ignored(path)),
    isFolder: async (path) => (await kind(path)) === "directory",
    list: names,
    parsed: () => parsed,
  };
}
