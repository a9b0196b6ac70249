import type { Files, FileStat } from "./files.ts";

/** What a path leads to: links are followed. Undefined where nothing is there, or a link leads to nothing. */
export async function statThrough(files: Files, path: string): Promise<FileStat | undefined> {
  const stat = await files.stat(path);
  if (stat?.kind !== "link") return stat;
  const real = await files.realPath(path);
  return real === undefined ? undefined : await files.stat(real);
}
