import { spawn } from "node:child_process";

/** How a command ended: `exit` is null when a signal ended it. */
export interface Finished {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}

/**
 * Runs one command in a process group of its own, without stdin. An exit code is data; a command that
 * cannot start or outlives its time (30 s) rejects, and then its whole group is killed.
 */
export function runCommand(argv: readonly [string, ...string[]], options: CommandOptions): Promise<Finished> {
  const [file, ...args] = argv;
  const timeoutMs = options.timeoutMs ?? 30_000;
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd: options.cwd,
      env: options.env,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const output = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"] as const) {
      child[stream].setEncoding("utf8").on("data", (text: string) => {
        output[stream] += text;
      });
    }
    const timer = setTimeout(() => {
      killGroup(child.pid);
      reject(new Error(`\`${argv.join(" ")}\` still ran after ${timeoutMs} ms\n${output.stderr}`));
    }, timeoutMs);
    child.on("error", reject);
    child.on("close", (exit) => {
      clearTimeout(timer);
      resolve({ exit, ...output });
    });
  });
}

/** Kills the group that `pid` leads; a group that is gone already is no error. */
export function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It ended between the question and the kill.
  }
}
