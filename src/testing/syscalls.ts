import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { project } from "./docs/page.ts";

/** The system calls with which Node changes a disk (strace's names; those of other systems are left out). */
export const changing = [
  "openat",
  "write",
  "pwrite64",
  "ftruncate",
  "fchmod",
  "fsync",
  "mkdir",
  "rename",
  "unlink",
  "rmdir",
  "link",
  "symlink",
] as const;

/** More files than the main thread opens in a run; see busy-pool.mjs. */
const opened = 300;

/** One call of a run. */
export interface Call {
  readonly name: string;
  /** The n-th of its name in its thread, counted from 1. */
  readonly nth: number;
  /** What it is about, from the folder; the first of two. */
  readonly path: string;
  /** The n-th of its name that is about this path, counted from 1. */
  readonly nthThere: number;
  readonly line: string;
}

/** How a run of fluxtilt ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs fluxtilt in a folder, under strace where options for it are given. */
export function run(folder: string, args: readonly string[], strace: readonly string[] = []): Promise<Ended> {
  const busy = strace.length === 0 ? [] : ["--import", join(import.meta.dirname, "busy-pool.mjs")];
  const call = [process.execPath, ...busy, join(project, "dist/fluxtilt.js"), ...args];
  const [program = "", ...rest] = strace.length === 0 ? call : ["strace", "-f", "-qq", ...strace, ...call];
  return new Promise((resolve) => {
    execFile(
      program,
      rest,
      {
        cwd: folder,
        // One thread for files, so that the n-th call of a run is the n-th of the next one too.
        env: {
          ...process.env,
          UV_THREADPOOL_SIZE: "1",
          FLUXTILT_BUSY_POOL: `${opened}`,
          NODE_DISABLE_COMPILE_CACHE: "1",
          XDG_CACHE_HOME: `${folder}.cache`,
        },
      },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === "number" ? error.code : null;
        resolve({ code, signal: error?.signal ?? null, stdout, stderr });
      },
    );
  });
}

/** Every call of a run that changes something below the folder, in order. The run goes through. */
export async function callsOf(
  folder: string,
  args: readonly string[],
  names: readonly string[] = changing,
): Promise<readonly Call[]> {
  const log = `${folder}.strace`;
  await run(folder, args, ["-y", "-o", log, "-e", `trace=${names.join(",")}`]);
  const counts = new Map<string, number>();
  let main: string | undefined;
  const calls = readFileSync(log, "utf8")
    .split("\n")
    .flatMap((line) => {
      const [, thread = "", name = ""] = /^(\d+) +(\w+)\(/.exec(line) ?? [];
      main ??= thread;
      const counted = `${thread} ${name}`;
      const nth = (counts.get(counted) ?? 0) + 1;
      counts.set(counted, nth);
      const at = line.indexOf(`${folder}/`);
      if (name === "" || at === -1 || line.includes("O_RDONLY")) return [];
      const path = /^[^">]*/.exec(line.slice(at + folder.length + 1))?.[0] ?? "";
      const there = `${name} ${path}`;
      const nthThere = (counts.get(there) ?? 0) + 1;
      counts.set(there, nthThere);
      return [{ name, nth, path, nthThere, line: line.slice(0, 160) }];
    });
  if ((counts.get(`${main ?? ""} openat`) ?? 0) > opened)
    throw new Error("the main thread opens too many files");
  return calls;
}

/**
 * What strace is told to have a call meet: the end of the process, or an error from then on. Opening fails
 * once, since what is only read is opened too.
 */
export function fault({ name, nth }: Call, what: "SIGKILL" | "ENOSPC" | "EROFS"): readonly string[] {
  const how =
    what === "SIGKILL"
      ? `signal=KILL:when=${nth}`
      : `error=${what}:when=${nth}${name === "openat" ? "" : "+"}`;
  return ["-o", "/dev/null", "-e", `trace=${name}`, "-e", `inject=${name}:${how}`];
}

/** What strace is told to have that one call meet an error, and no other: of a thread that wakes another, say. */
export function faultAt(folder: string, { name, path, nthThere }: Call, error: string): readonly string[] {
  const where = ["-P", join(folder, path)];
  return [
    "-o",
    "/dev/null",
    ...where,
    "-e",
    `trace=${name}`,
    "-e",
    `inject=${name}:error=${error}:when=${nthThere}`,
  ];
}
