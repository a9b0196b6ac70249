import { watch, type FSWatcher } from "node:fs";
import { limitReached } from "./kinds.ts";
import { errorCode, outside, OutsideError } from "./outside-error.ts";

/** A watch of some folders, for one change: a new one is made for the next. */
export interface FolderWatch {
  /** Resolves when something has changed and then nothing for a moment, or when `signal` is aborted. */
  settled(signal: AbortSignal): Promise<void>;
  close(): void;
}

/** Editors write in bursts: a backup, the file, its rename. */
const quietMs = 30;
/** A burst that does not end is not waited for. */
const longestBurstMs = 1_000;

/**
 * Watches folders (absolute paths), each for itself alone: what they hold, not what is below. Folders and
 * not files, because editors replace files by rename, and a watch of the file would stay with the old one.
 * An event only says that it is worth to look: systems tell too many, and by other names. A folder that is
 * gone is left out. Throws `OutsideError` where the system has no watches left.
 */
export function watchFolders(folders: readonly string[]): FolderWatch {
  const watchers: FSWatcher[] = [];
  let last: number | undefined;
  let first: number | undefined;
  let wake: () => void = () => undefined;
  const onEvent = (): void => {
    last = performance.now();
    first ??= last;
    wake();
  };
  const close = (): void => {
    for (const watcher of watchers) watcher.close();
    wake();
  };
  for (const folder of folders) {
    try {
      const watcher = watch(folder, onEvent);
      // Windows tells so that a watched folder was removed: a change like any other.
      watcher.on("error", onEvent);
      watchers.push(watcher);
    } catch (error) {
      if (errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR") continue;
      close();
      throw cannotWatch(error, folder);
    }
  }

  const settled = async (signal: AbortSignal): Promise<void> => {
    const pause = (ms: number | undefined): Promise<void> =>
      new Promise((resolve) => {
        const timer = ms === undefined ? undefined : setTimeout(done, ms);
        function done(): void {
          clearTimeout(timer);
          signal.removeEventListener("abort", done);
          resolve();
        }
        wake = done;
        signal.addEventListener("abort", done);
        if (signal.aborted) done();
      });
    while (!signal.aborted) {
      const now = performance.now();
      if (last === undefined || first === undefined) await pause(undefined);
      else if (now - last >= quietMs || now - first >= longestBurstMs) return;
      else await pause(quietMs - (now - last));
    }
  };
  return { settled, close };
}

/** What Linux says where a user has too many watches (inotify_add_watch(2)) or watchers (inotify_init(2)). */
const limits: Readonly<Record<string, string>> = {
  ENOSPC: "fs.inotify.max_user_watches=524288",
  EMFILE: "fs.inotify.max_user_instances=1024",
};

function cannotWatch(error: unknown, folder: string): unknown {
  const code = errorCode(error) ?? "";
  const limit = limits[code];
  if (limit === undefined) return outside(error, "watch", folder);
  return new OutsideError({
    kind: limitReached,
    code,
    path: folder,
    attempt: "watch",
    reason: "the system has no file watches left",
    help: `raise the limit: \`sudo sysctl ${limit}\``,
    cause: error,
  });
}
