import { posix, relative, sep } from "node:path";
import type { Files } from "../io/files.ts";
import { OutsideError } from "../io/outside-error.ts";
import type { EntryKind, RepositoryView } from "../reality/view.ts";

/**
 * The files of a repository without what links lead to outside of it: whoever wrote a link may not choose
 * what is read of the machine, and Flux would not have it either. Looks at each path once.
 */
export function withinRepository(files: Files): RepositoryView {
  const root = files.realPath(".");
  /** What the system does not let us look at, a circle of links too, counts as absent. */
  const asked = async <T>(ask: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof OutsideError) return undefined;
      throw error;
    }
  };
  const leadsInside = async (path: string): Promise<boolean> => {
    const [real, top] = [await asked(() => files.realPath(path)), await root];
    if (real === undefined || top === undefined) return false;
    const way = relative(top, real);
    return way !== ".." && !way.startsWith(`..${sep}`);
  };
  const kinds = new Map<string, Promise<EntryKind | undefined>>();
  const folders = new Map<string, Promise<boolean>>();
  const once = <T>(known: Map<string, Promise<T>>, path: string, ask: () => Promise<T>): Promise<T> => {
    const answer = known.get(path) ?? ask();
    known.set(path, answer);
    return answer;
  };
  const kindOf = (path: string): Promise<EntryKind | undefined> =>
    once(kinds, path, () => asked(() => files.kind(path)));
  const isInside = async (path: string): Promise<boolean> => {
    if (path === "" || path === ".") return true;
    const folder = posix.dirname(path);
    if (folder !== "." && !(await once(folders, folder, () => leadsInside(folder)))) return false;
    return (await kindOf(path)) !== "link" || (await leadsInside(path));
  };
  return {
    kind: async (path) => ((await isInside(path)) ? await kindOf(path) : undefined),
    read: async (path) => ((await isInside(path)) ? await files.read(path) : undefined),
    list: async (path) => ((await isInside(path)) ? await files.list(path) : []),
  };
}
