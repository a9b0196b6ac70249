import { posix } from "node:path";
import { exactNames } from "../io/exact-names.ts";
import type { Files } from "../io/files.ts";
import { OutsideError } from "../io/outside-error.ts";
import { isWithin } from "../io/paths.ts";
import type { EntryKind, RepositoryView } from "../reality/view.ts";

/**
 * The files of a repository without what links lead to outside of it: whoever wrote a link may not choose
 * what is read of the machine, and Flux would not have it either. Looks at each path once. Flux's own disk
 * knows upper from lower case: `known` are paths that may tell, beside git's folder, that this one does not.
 */
export function withinRepository(disk: Files, known: readonly string[] = []): RepositoryView {
  const exact = exactNames(disk, [".git", ...known]);
  const root = disk.realPath(".");
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
    const [real, top] = [await asked(async () => (await exact).realPath(path)), await root];
    return real !== undefined && top !== undefined && isWithin(top, real);
  };
  const kinds = new Map<string, Promise<EntryKind | undefined>>();
  const folders = new Map<string, Promise<boolean>>();
  const once = <T>(known: Map<string, Promise<T>>, path: string, ask: () => Promise<T>): Promise<T> => {
    const answer = known.get(path) ?? ask();
    known.set(path, answer);
    return answer;
  };
  const kindOf = (path: string): Promise<EntryKind | undefined> =>
    once(kinds, path, () => asked(async () => (await exact).kind(path)));
  const isInside = async (path: string): Promise<boolean> => {
    if (path === "" || path === ".") return true;
    const folder = posix.dirname(path);
    if (folder !== "." && !(await once(folders, folder, () => leadsInside(folder)))) return false;
    return (await kindOf(path)) !== "link" || (await leadsInside(path));
  };
  return {
    kind: async (path) => ((await isInside(path)) ? await kindOf(path) : undefined),
    read: async (path) => ((await isInside(path)) ? await (await exact).read(path) : undefined),
    list: async (path) => ((await isInside(path)) ? await (await exact).list(path) : []),
  };
}
