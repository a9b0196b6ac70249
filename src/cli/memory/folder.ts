import { existsSync, mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";

/** Where answers are remembered, and by which program. */
export interface Memory {
  /** Absolute; need not be there. */
  readonly folder: string;
  /** Another build, another Node, another system: nothing of theirs is believed. */
  readonly program: string;
}

/** The user's folder for what can be made again, as each system has it; undefined where there is none. */
export function memoryFolder(env: Readonly<Record<string, string | undefined>>): string | undefined {
  // A relative path is to be ignored: XDG Base Directory Specification 0.8.
  const named = [env["XDG_CACHE_HOME"], process.platform === "win32" ? env["LOCALAPPDATA"] : undefined];
  const folder = named.find((path) => path !== undefined && isAbsolute(path)) ?? inHome();
  return folder === undefined ? undefined : join(folder, "fluxtilt");
}

function inHome(): string | undefined {
  const home = homedir();
  if (!isAbsolute(home)) return undefined;
  return process.platform === "darwin" ? join(home, "Library/Caches") : join(home, ".cache");
}

/**
 * Makes a folder that only its user may read, and those above it, one at a time: `recursive` of Node never ends
 * where the system says of a folder in one that is there that there is none, as `/proc` does.
 */
export function makePrivateFolder(folder: string): void {
  if (existsSync(folder)) return;
  makePrivateFolder(dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another run may have made it meanwhile.
    if (!existsSync(folder)) throw error;
  }
}
