import type { Dirent } from "node:fs";
import { readdir } from "node:fs/promises";

/** What a folder holds, each as `name/kind`, sorted; undefined where there is no folder. */
export async function folderEntries(path: string): Promise<readonly string[] | undefined> {
  try {
    return entryWords(await readdir(path, { withFileTypes: true }));
  } catch {
    return undefined;
  }
}

/** Entries in words that can be compared; no name holds a slash. */
export function entryWords(entries: readonly Dirent[]): readonly string[] {
  return entries.map((entry) => `${entry.name}/${kindOf(entry)}`).sort();
}

function kindOf(entry: Dirent): string {
  if (entry.isFile()) return "file";
  if (entry.isDirectory()) return "directory";
  return entry.isSymbolicLink() ? "link" : "other";
}
