import { isAbsolute, posix } from "node:path";
import type { Files } from "./files.ts";

/**
 * The same files, where a path is there only as its folders list it. On a disk that ignores case, or takes `\`
 * for `/`, more is there than on the machines of others: what such a disk finds for `Values.yaml` is absent
 * here when the file is called `values.yaml`. To read from only, for one run: what a folder holds is asked once.
 *
 * `known` are paths that are there. One of them tells whether the disk ignores case; on one that does not,
 * the files are answered as they are, and no folder is listed.
 */
export async function exactNames(files: Files, known: readonly string[]): Promise<Files> {
  for (const path of known) if (await isFoundInOtherCase(files, path)) return exact(files);
  return files;
}

async function isFoundInOtherCase(files: Files, path: string): Promise<boolean> {
  const upper = path.toUpperCase();
  const other = upper === path ? path.toLowerCase() : upper;
  if (other === path) return false;
  const [one, two] = [await files.stat(path), await files.stat(other)];
  return one !== undefined && one.identity === two?.identity;
}

function exact(files: Files): Files {
  const names = new Map<string, Promise<ReadonlySet<string>>>();
  const namesIn = (folder: string): Promise<ReadonlySet<string>> => {
    const known = names.get(folder) ?? files.list(folder).then((list) => new Set(list));
    names.set(folder, known);
    return known;
  };
  const isListed = async (path: string): Promise<boolean> => {
    // What the host itself answered is exact, and what leads out of the root is not judged here.
    if (isAbsolute(path)) return true;
    let folder = ".";
    for (const name of posix.normalize(path).split("/")) {
      if (name === "." || name === "") continue;
      if (name === "..") return true;
      if (!(await namesIn(folder)).has(name)) return false;
      folder = posix.join(folder, name);
    }
    return true;
  };
  const listed = async <T>(path: string, otherwise: T, ask: () => Promise<T>): Promise<T> =>
    (await isListed(path)) ? await ask() : otherwise;
  return {
    ...files,
    read: (path, options) => listed(path, undefined, () => files.read(path, options)),
    stat: (path) => listed(path, undefined, () => files.stat(path)),
    kind: (path) => listed(path, undefined, () => files.kind(path)),
    realPath: (path) => listed(path, undefined, () => files.realPath(path)),
    list: (path) => listed(path, [], () => files.list(path)),
    entries: (path) => listed(path, undefined, () => files.entries(path)),
    glob: async (patterns, options) => {
      const found = await files.glob(patterns, options);
      const are = await Promise.all(found.map(isListed));
      return found.filter((_, index) => are[index]);
    },
  };
}
