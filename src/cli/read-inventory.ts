import { pathLeavesRepository } from "../dashboard/kinds.ts";
import type { Outcome } from "../diagnostics/diagnostic.ts";
import { report } from "../diagnostics/kind.ts";
import type { Files } from "../io/files.ts";
import { OutsideError } from "../io/outside-error.ts";
import { isWithin } from "../io/paths.ts";
import { statThrough } from "../io/stat-through.ts";
import { maxSourceBytes, oversize } from "../source/decode.ts";
import { missingFile } from "../source/kinds.ts";
import { repositoryTop } from "./find-root.ts";

/**
 * The bytes of an inventory file; links are followed. FT001 where there is no file, with `nothingThere` as
 * its words, or a folder stands in its place; FT003 for one that is too large, which is not read at all.
 */
export async function readInventory(
  files: Files,
  path: string,
  nothingThere = `there is no inventory file \`${path}\``,
): Promise<Outcome<Uint8Array>> {
  try {
    const value = await files.read(path, { largest: maxSourceBytes });
    return value === undefined ? absent(nothingThere) : { value, diagnostics: [] };
  } catch (error) {
    // Nearly all can be read: what else stands there is looked at only then.
    if (!(error instanceof OutsideError)) throw error;
    const stat = await statThrough(files, path);
    if (stat?.kind === "directory") return folder(path);
    if (stat?.kind === "file" && stat.size > maxSourceBytes) return oversize(path, stat.size);
    throw error;
  }
}

/**
 * As {@link readInventory}, of the root file. FT207 for a link that leads out of the repository: what is wrong in a
 * file is shown, and whoever wrote the link may not choose what is shown of the machine.
 */
export async function readRootInventory(
  files: Files,
  path: string,
  nothingThere?: string,
): Promise<Outcome<Uint8Array>> {
  if ((await files.kind(path)) === "link") {
    const top = await files.realPath((await repositoryTop(files)) ?? ".");
    const real = await files.realPath(path);
    if (top !== undefined && real !== undefined && !isWithin(top, real)) return leavesRepository(path);
  }
  return await readInventory(files, path, nothingThere);
}

function leavesRepository(path: string): Outcome<never> {
  const help = "put the file itself in its place";
  const message = `\`${path}\` is a link that leads out of the repository`;
  return { diagnostics: [report(pathLeavesRepository, message, { help })] };
}

function absent(nothingThere: string): Outcome<never> {
  const help = "run `fluxtilt init` to make one, or name another with `--config`";
  return { diagnostics: [report(missingFile, nothingThere, { help })] };
}

function folder(path: string): Outcome<never> {
  const help = "name the file itself with `--config`";
  return { diagnostics: [report(missingFile, `\`${path}\` is a folder, not an inventory file`, { help })] };
}
