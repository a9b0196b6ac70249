import type { Outcome } from "../diagnostics/diagnostic.ts";
import { report } from "../diagnostics/kind.ts";
import type { Files } from "../io/files.ts";
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
  const stat = await statThrough(files, path);
  if (stat?.kind === "directory")
    return {
      diagnostics: [
        report(missingFile, `\`${path}\` is a folder, not an inventory file`, {
          help: "name the file itself with `--config`",
        }),
      ],
    };
  if (stat !== undefined && stat.size > maxSourceBytes) return oversize(path, stat.size);
  const value = stat === undefined ? undefined : await files.read(path);
  if (value !== undefined) return { value, diagnostics: [] };
  return {
    diagnostics: [
      report(missingFile, nothingThere, {
        help: "run `fluxtilt init` to make one, or name another with `--config`",
      }),
    ],
  };
}
