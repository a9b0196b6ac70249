import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { project } from "./docs/page.ts";

/** The system calls with which Node changes a disk (strace's names; those of other systems are left out). */
const changing = [
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

/** One call of a run: the n-th of its name in its thread, counted from 1. */
export interface Call {
  readonly name: string;
  readonly nth: number;
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
export async function callsOf(folder: string, args: readonly string[]): Promise<readonly Call[]> {
  const log = `${folder}.strace`;
  await run(folder, args, ["-y", "-o", log, "-e", `trace=${changing.join(",")}`]);
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
      const isOurs = line.includes(`${folder}/`) && !line.includes("O_RDONLY");
      return name !== "" && isOurs ? [{ name, nth, line: line.slice(0, 160) }] : [];
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
