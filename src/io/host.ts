import { readFile } from "node:fs/promises";
import { hostname } from "node:os";

/** One process, told apart from a later one that was given the same number. */
export interface Holder {
  readonly host: string;
  readonly pid: number;
  /** When the process started, in words of the system; empty when the system does not tell. */
  readonly started: string;
}

/** The machine as locks see it: processes and the clock, handed in so that tests can choose them. */
export interface Host {
  self(): Promise<Holder>;
  /** Whether that process still runs; undefined when it cannot be known, on another machine. */
  isAlive(holder: Holder): Promise<boolean | undefined>;
  /** Milliseconds since 1970. */
  now(): number;
  sleep(ms: number): Promise<void>;
}

/**
 * When a process started: the boot and the clock tick, from Linux's `/proc` (proc(5): field 22 of
 * `stat`, counted after the program's name, which may hold spaces). Empty elsewhere; "ended" for a
 * process that is over and waits for its parent to notice.
 */
async function startOf(pid: number): Promise<string> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8");
    const boot = await readFile("/proc/sys/kernel/random/boot_id", "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return /^[ZXx]/.test(fields[0] ?? "") ? "ended" : `${boot.trim()}:${fields[19] ?? ""}`;
  } catch {
    return "";
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as another user.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** The real machine. */
export function nodeHost(): Host {
  const host = hostname();
  return {
    self: async () => ({ host, pid: process.pid, started: await startOf(process.pid) }),
    isAlive: async (holder) => {
      if (holder.host !== host) return undefined;
      if (!exists(holder.pid)) return false;
      const started = await startOf(holder.pid);
      if (started === "ended") return false;
      return started === "" || holder.started === "" || started === holder.started;
    },
    now: () => Date.now(),
    sleep: (ms) =>
      new Promise((resolve) => {
        setTimeout(resolve, ms);
      }),
  };
}
