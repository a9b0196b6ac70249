import type { Dirent } from "node:fs";
import { kindOf } from "./file-stat.ts";
import type { Entry } from "./files.ts";

/** What a folder holds, sorted by code unit. */
export function entriesOf(folder: readonly Dirent[]): readonly Entry[] {
  return folder
    .map((entry): Entry => [entry.name, kindOf(entry)])
    .sort(([one], [other]) => (one < other ? -1 : 1));
}
