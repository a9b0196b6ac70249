import { lstat, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** Everything below a folder: files with their text, links with their kind, folders as `path/`. */
export type Tree = Readonly<Record<string, string>>;

export async function treeOf(root: string): Promise<Tree> {
  const into: Record<string, string> = {};
  const walk = async (folder: string): Promise<void> => {
    for (const name of (await readdir(join(root, folder))).sort()) {
      const path = folder === "" ? name : `${folder}/${name}`;
      const stats = await lstat(join(root, path));
      if (stats.isDirectory()) {
        into[`${path}/`] = "folder";
        await walk(path);
      } else into[path] = stats.isFile() ? await readFile(join(root, path), "utf8") : "not a file";
    }
  };
  await walk("");
  return into;
}
