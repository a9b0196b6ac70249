import type { Files } from "../../io/files.ts";
import { outside } from "../../io/outside-error.ts";

/** Stands for the end of the process: nothing is done after it. */
export class Killed extends Error {
  override readonly name = "Killed";
}

/**
 * What goes wrong at one operation: the process is killed after it, or in the middle of a
 * write (before, for what is no write); or the operation fails, once (`fails`) or with all later ones that need the disk to be
 * writable (`readOnly`) or to have room (`full`).
 */
export type Fault = "killedAfter" | "killedHalfway" | "fails" | "readOnly" | "full";

export interface FaultyFiles {
  readonly files: Files;
  /** How many operations were asked for. */
  count(): number;
}

const growing = new Set<keyof Files>(["create", "makeFolder"]);
const changing = new Set<keyof Files>([...growing, "rename", "remove", "removeFolder", "syncFolder"]);

function failure(code: string): unknown {
  return outside(Object.assign(new Error(code), { code }), "write", "the disk");
}

/**
 * Files on which the operation number `at`, counted from 0, meets a fault. Only operations that change
 * the disk are counted, or only those that look at it: being killed before a look is the same as being
 * killed before the next change.
 */
export function faultyFiles(
  good: Files,
  at: number,
  fault: Fault,
  counted: "changes" | "looks" = "changes",
): FaultyFiles {
  let operations = 0;
  let dead = false;

  const perform = async <T>(
    name: keyof Files,
    work: () => Promise<T>,
    half?: () => Promise<unknown>,
  ): Promise<T> => {
    if (dead) throw new Killed();
    if (changing.has(name) !== (counted === "changes")) return work();
    const now = operations++;
    if (now === at && fault.startsWith("killed")) {
      dead = true;
      if (fault === "killedAfter") await work();
      if (fault === "killedHalfway") await half?.();
      throw new Killed();
    }
    if (now === at && fault === "fails") throw failure("EACCES");
    if (now >= at && fault === "readOnly") throw failure("EROFS");
    if (now >= at && fault === "full" && growing.has(name)) throw failure("ENOSPC");
    return work();
  };

  const files: Files = {
    root: good.root,
    rooted: (root) => good.rooted(root),
    read: (path, options) => perform("read", () => good.read(path, options)),
    stat: (path) => perform("stat", () => good.stat(path)),
    kind: (path) => perform("kind", () => good.kind(path)),
    realPath: (path) => perform("realPath", () => good.realPath(path)),
    list: (path) => perform("list", () => good.list(path)),
    entries: (path) => perform("entries", () => good.entries(path)),
    glob: (patterns, options) => perform("glob", () => good.glob(patterns, options)),
    makeFolder: (path) => perform("makeFolder", () => good.makeFolder(path)),
    rename: (from, to) => perform("rename", () => good.rename(from, to)),
    remove: (path) => perform("remove", () => good.remove(path)),
    removeFolder: (path) => perform("removeFolder", () => good.removeFolder(path)),
    syncFolder: (path) => perform("syncFolder", () => good.syncFolder(path)),
    create: (path, content, options) =>
      perform(
        "create",
        () => good.create(path, content, options),
        () => good.create(path, content.subarray(0, content.length / 2), options),
      ),
  };
  return { files, count: () => operations };
}
