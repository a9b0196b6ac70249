import * as fs from "node:fs";
import fastGlob, { type FileSystemAdapter } from "fast-glob";
import { statOf } from "./file-stat.ts";
import type { GlobOptions } from "./files.ts";
import { entriesOf } from "./folder-entries.ts";
import { turn } from "./turn.ts";

/** Files below `root` as `Files.glob` answers them. Loaded only where a pattern is really expanded. */
export async function globbed(
  root: string,
  patterns: readonly string[],
  options: GlobOptions,
  signal?: AbortSignal,
): Promise<string[]> {
  const found = await fastGlob([...patterns], {
    cwd: root,
    ignore: ["**/node_modules/**", "**/.git/**", ...(options.ignore ?? [])],
    followSymbolicLinks: false,
    fs: told(options, signal),
  });
  return [...new Set(found)].sort();
}

/** What fast-glob asks of the disk, told to those who want to know; a folder is answered at once, as by `Files`. */
function told({ onFolder, onFile }: GlobOptions, signal?: AbortSignal): Partial<FileSystemAdapter> {
  const list = (path: string, _: { withFileTypes: true }, done: DoneListing): void => {
    void turn().then(() => {
      if (signal?.aborted === true) {
        done(signal.reason as NodeJS.ErrnoException, []);
        return;
      }
      const listed = entriesIn(path);
      onFolder?.(path, "entries" in listed ? entriesOf(listed.entries) : undefined);
      if ("entries" in listed) done(null, listed.entries);
      else done(listed.error, []);
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

function entriesIn(
  path: string,
): { readonly entries: fs.Dirent[] } | { readonly error: NodeJS.ErrnoException } {
  try {
    return { entries: fs.readdirSync(path, { withFileTypes: true }) };
  } catch (error) {
    return { error: error as NodeJS.ErrnoException };
  }
}

type DoneListing = (error: NodeJS.ErrnoException | null, entries: fs.Dirent[]) => void;
type DoneLooking = (error: NodeJS.ErrnoException | null, stats: fs.Stats) => void;
