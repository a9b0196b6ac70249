import { dirname, join, parse } from "node:path";
import type { Files } from "../io/files.ts";
import { nodeFiles } from "../io/node-files.ts";

/** The inventory's name where none is given. */
export const defaultConfig = "cluster.config.yaml";

/**
 * The nearest folder, from `cwd` upwards, that holds an inventory; undefined where none does. People
 * run commands in the folder that they work in, as with git.
 */
export async function findInventory(cwd: string): Promise<string | undefined> {
  const files = nodeFiles(cwd);
  // A folder that may not be looked into holds none.
  const found = (path: string): Promise<string | undefined> => files.realPath(path).catch(() => undefined);
  return await upwards(cwd, async (folder) => (await found(join(folder, defaultConfig))) !== undefined);
}

/** The top of the git repository that holds the files; undefined outside of one. */
export async function repositoryTop(files: Files): Promise<string | undefined> {
  return await upwards(files.root, async (folder) => (await files.kind(join(folder, ".git"))) !== undefined);
}

async function upwards(
  from: string,
  isIt: (folder: string) => Promise<boolean>,
): Promise<string | undefined> {
  for (let folder = from; ; folder = dirname(folder)) {
    if (await isIt(folder)) return folder;
    if (folder === parse(folder).root) return undefined;
  }
}
