import { posix } from "node:path";
import type { Files } from "../../io/files.ts";
import { wrongPlace } from "../../io/kinds.ts";
import { OutsideError } from "../../io/outside-error.ts";
import { isWithin } from "../../io/paths.ts";
import { repositoryTop } from "../find-root.ts";

/**
 * The first of these files and folders, or of what is in them, that is a link out of the repository. Helm follows
 * links, and a template may print what it reads: whoever writes a chart may not choose what is read of the machine.
 * Flux takes no links at all into what it fetches.
 */
export async function linkOut(files: Files, paths: readonly string[]): Promise<string | undefined> {
  const top = await files.realPath((await repositoryTop(files)) ?? files.root);
  const seen = new Set<string>();
  const look = async (path: string): Promise<string | undefined> => {
    const real = await realPathOf(files, path);
    if (real === undefined || top === undefined || seen.has(real)) return undefined;
    if (!isWithin(top, real)) return path;
    seen.add(real);
    // What is no folder, and no link, was reached through folders that were looked at.
    for (const [name, kind] of (await files.entries(real)) ?? []) {
      const below = posix.join(path, name);
      const found = kind === "directory" || kind === "link" ? await look(below) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  };
  for (const path of paths) {
    const found = await look(path);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Undefined where a link leads to nothing, or in a circle: helm says so itself. */
async function realPathOf(files: Files, path: string): Promise<string | undefined> {
  try {
    return await files.realPath(path);
  } catch (error) {
    if (error instanceof OutsideError && error.kind === wrongPlace) return undefined;
    throw error;
  }
}
