import type { Outcome } from "../diagnostics/diagnostic.ts";
import { report } from "../diagnostics/kind.ts";
import type { Files } from "../io/files.ts";
import { OutsideError } from "../io/outside-error.ts";
import { statThrough } from "../io/stat-through.ts";
import { maxSourceBytes, oversize } from "../source/decode.ts";
import { missingFile } from "../source/kinds.ts";

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

function absent(nothingThere: string): Outcome<never> {
  const help = "run `fluxtilt init` to make one, or name another with `--config`";
  return { diagnostics: [report(missingFile, nothingThere, { help })] };
}

function folder(path: string): Outcome<never> {
  const help = "name the file itself with `--config`";
  return { diagnostics: [report(missingFile, `\`${path}\` is a folder, not an inventory file`, { help })] };
}
