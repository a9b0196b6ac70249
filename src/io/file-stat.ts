import type { Dirent, Stats } from "node:fs";
import type { FileKind, FileStat } from "./files.ts";

/** What the system says stands there. */
export function kindOf(stats: Stats | Dirent): FileKind {
  if (stats.isFile()) return "file";
  if (stats.isDirectory()) return "directory";
  return stats.isSymbolicLink() ? "link" : "other";
}

/** What the system says of it. */
export function statOf(stats: Stats): FileStat {
  return {
    kind: kindOf(stats),
    size: stats.size,
    mode: stats.mode & 0o7777,
    modifiedMs: stats.mtimeMs,
    identity: `${stats.dev}:${stats.ino}`,
  };
}
