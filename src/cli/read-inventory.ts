import type { Outcome } from "../diagnostics/diagnostic.ts";
import { report } from "../diagnostics/kind.ts";
import type { Files, FileStat } from "../io/files.ts";
import { maxSourceBytes, oversize } from "../source/decode.ts";
import { missingFile } from "../source/kinds.ts";

/** What a path leads to. */
async function statThrough(files: Files, path: string): Promise<FileStat | undefined> {
  const stat = await files.stat(path);
  if (stat?.kind !== "link") return stat;
  const real = await files.realPath(path);
  return real === undefined ? undefined : await files.stat(real);
}

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
