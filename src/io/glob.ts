import * as fs from "node:fs";
import fastGlob, { type FileSystemAdapter } from "fast-glob";
import { statOf } from "./file-stat.ts";
import type { GlobOptions } from "./files.ts";
import { entriesOf } from "./folder-entries.ts";

/** Files below `root` as `Files.glob` answers them. Loaded only where a pattern is really expanded. */
export async function globbed(
  root: string,
  patterns: readonly string[],
  options: GlobOptions,
): Promise<string[]> {
  const found = await fastGlob([...patterns], {
    cwd: root,
    ignore: ["**/node_modules/**", "**/.git/**", ...(options.ignore ?? [])],
    followSymbolicLinks: false,
    fs: told(options),
  });
  return [...new Set(found)].sort();
}

/** What fast-glob asks of the disk, told to those who want to know. */
function told({ onFolder, onFile }: GlobOptions): Partial<FileSystemAdapter> {
  const list = (path: string, _: { withFileTypes: true }, done: DoneListing): void => {
    fs.readdir(path, { withFileTypes: true }, (error, entries) => {
      onFolder?.(path, error === null ? entriesOf(entries) : undefined);
      done(error, entries);
    });
  };
  const look = (path: string, done: DoneLooking): void => {
    fs.lstat(path, (error, stats) => {
      onFile?.(path, error === null ? statOf(stats) : undefined);
      done(error, stats);
    });
  };
  // Of all their forms, these are the ones that it calls.
  return { readdir: list as typeof fs.readdir, lstat: look };
}

type DoneListing = (error: NodeJS.ErrnoException | null, entries: fs.Dirent[]) => void;
type DoneLooking = (error: NodeJS.ErrnoException | null, stats: fs.Stats) => void;
