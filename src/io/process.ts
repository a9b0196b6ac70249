import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { statSync } from "node:fs";
import { brokenOutput, noEnd, noProgram, wrongPlace } from "./kinds.ts";
import { errorCode, outside, OutsideError } from "./outside-error.ts";
import { own, signalGroup } from "./process-group.ts";

export interface RunOptions {
  /** Working directory; ours when left out. */
  readonly cwd?: string | undefined;
  /** Laid over our own environment; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** Written to the child's stdin, which is empty otherwise. */
  readonly input?: string | Uint8Array | undefined;
  /** Only the exit code is asked for: the child's output goes nowhere, and is empty in the result. */
  readonly silent?: boolean | undefined;
  /** Default 60,000; Infinity for none. */
  readonly timeoutMs?: number | undefined;
  /** Both streams together; default 64 MiB. */
  readonly maxOutputBytes?: number | undefined;
  /** Between SIGTERM and SIGKILL; default 1,000. */
  readonly graceMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface RunResult {
  /** Exit code, or undefined when a signal ended the child. */
  readonly code: number | undefined;
  readonly signal: NodeJS.Signals | undefined;
  /** UTF-8; what is not becomes U+FFFD. */
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
  /** The output reached the cap, and the child was ended. */
  readonly truncated: boolean;
}

/** Runs one child process; the shape that stages take when a process is handed in. */
export type Run = (argv: readonly string[], options?: RunOptions) => Promise<RunResult>;

/** How long a finished child's pipes may stay silent in the hands of something that it left behind. */
const drainMs = 250;
/** How long a child that was killed may take to be gone. */
const reapMs = 2_000;
const longestTimer = 2 ** 31 - 1;

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

function notFound(program: string, help: string, cause: unknown): OutsideError {
  return new OutsideError({
    kind: noProgram,
    code: "ENOENT",
    path: program,
    attempt: "run",
    reason: "the program was not found",
    help,
    cause,
  });
}

function cannotStart(error: unknown, program: string, cwd: string | undefined): unknown {
  const code = errorCode(error);
  const details = { path: program, attempt: "run", cause: error };
  if (cwd !== undefined && !isFolder(cwd)) {
    return new OutsideError({
      ...details,
      kind: wrongPlace,
      reason: `its working directory \`${cwd}\` is not a folder`,
      help: "make the folder, or name another",
    });
  }
  if (code === "ENOENT") return notFound(program, `install \`${program}\`, or add its folder to PATH`, error);
  if (code === "EACCES") {
    return new OutsideError({
      ...details,
      kind: noProgram,
      code,
      reason: "it is not an executable program",
      help: `set its executable bit with \`chmod +x ${program}\``,
    });
  }
  return outside(error, "run", program);
}

function start(program: string, args: readonly string[], options: RunOptions): ChildProcess {
  const env = { ...process.env, ...options.env };
  const output = options.silent === true ? "ignore" : "pipe";
  try {
    return spawn(program, [...args], {
      cwd: options.cwd,
      env,
      stdio: [options.input === undefined ? "ignore" : "pipe", output, output],
      shell: false,
      windowsHide: true,
      detached: process.platform !== "win32",
    });
  } catch (error) {
    throw cannotStart(error, program, options.cwd);
  }
}

/**
 * Runs a program without a shell, in a process group of its own, and waits for it. The whole group is
 * ended (SIGTERM, then SIGKILL) at the timeout, at the output cap, on abort, and with our own process;
 * the promise settles even if something that the child left behind holds its pipes.
 *
 * An exit code other than 0 is a result, not an error. Throws `OutsideError` when the program cannot be
 * started, and the signal's reason after an abort.
 */
export async function run(argv: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const [program, ...args] = argv;
  if (program === undefined || program === "") throw new TypeError("a command has at least one word");
  options.signal?.throwIfAborted();
  const child = start(program, args, options);
  return await watch(child, program, options);
}

export interface ToEndOptions extends RunOptions {
  readonly timeoutMs: number;
  /** What a person does who has no such program; to install it, unless told. */
  readonly missing?: string | undefined;
}

/**
 * Runs a program that ends by itself where all is well: throws `OutsideError` also where it took longer than
 * `timeoutMs`, said more than is taken, or was ended by a signal. Half an answer is never a result.
 */
export async function runToEnd(
  run: Run,
  argv: readonly string[],
  { missing, ...options }: ToEndOptions,
): Promise<RunResult & { readonly code: number }> {
  const result = await run(argv, options).catch((error: unknown) => {
    const isMissing = error instanceof OutsideError && error.kind === noProgram && error.code === "ENOENT";
    if (!isMissing || missing === undefined) throw error;
    throw notFound(argv[0] ?? "", missing, error);
  });
  const { code, signal, timedOut, truncated } = result;
  if (code !== undefined && !timedOut && !truncated) return { ...result, code };
  const firstFlag = argv.findIndex((word) => word.startsWith("-"));
  throw new OutsideError({
    kind: timedOut ? noEnd : brokenOutput,
    path: argv.slice(0, Math.min(3, firstFlag < 0 ? 3 : firstFlag)).join(" "),
    attempt: "wait for",
    reason: timedOut
      ? `it did not end within ${options.timeoutMs / 1000} s`
      : truncated
        ? "it printed more than is taken"
        : `it was ended by ${signal ?? "the system"}`,
    help: "run it by hand and see what it does",
  });
}

function watch(child: ChildProcess, program: string, options: RunOptions): Promise<RunResult> {
  const maxBytes = options.maxOutputBytes ?? 64 * 1024 * 1024;
  const timeoutMs = options.timeoutMs ?? 60_000;
  const graceMs = options.graceMs ?? 1_000;

  return new Promise<RunResult>((resolve, reject) => {
    const chunks: { readonly stdout: Buffer[]; readonly stderr: Buffer[] } = { stdout: [], stderr: [] };
    const timers = new Set<NodeJS.Timeout>();
    const ownership = own(child);
    let bytes = 0;
    let timedOut = false;
    let truncated = false;
    let ending = false;
    let exited = false;
    let settled = false;
    let drain: NodeJS.Timeout | undefined;

    const after = (ms: number, work: () => void): NodeJS.Timeout | undefined => {
      if (ms > longestTimer) return undefined;
      const timer = setTimeout(work, ms);
      timers.add(timer);
      return timer;
    };

    const settle = (failure?: { readonly error: unknown }): void => {
      if (settled) return;
      settled = true;
      for (const timer of timers) clearTimeout(timer);
      options.signal?.removeEventListener("abort", onAbort);
      for (const stream of [child.stdin, child.stdout, child.stderr]) stream?.destroy();
      ownership.release();
      child.unref();
      if (failure !== undefined) {
        reject(failure.error instanceof Error ? failure.error : new Error(String(failure.error)));
        return;
      }
      resolve({
        code: child.exitCode ?? undefined,
        signal: child.signalCode ?? undefined,
        stdout: Buffer.concat(chunks.stdout).toString("utf8"),
        stderr: Buffer.concat(chunks.stderr).toString("utf8"),
        timedOut,
        truncated,
      });
    };

    const finish = (): void => {
      settle(options.signal?.aborted === true ? { error: options.signal.reason } : undefined);
    };

    const kill = (): void => {
      signalGroup(child, "SIGKILL");
      after(reapMs, finish);
    };

    const end = (): void => {
      if (ending) return;
      ending = true;
      signalGroup(child, "SIGTERM");
      after(graceMs, kill);
    };

    const onAbort = (): void => {
      end();
    };

    const awaitPipes = (): void => {
      clearTimeout(drain);
      const seen = bytes;
      drain = after(drainMs, () => {
        // Where we were busy meanwhile, nobody has looked at the pipes: once, before they count as silent.
        setImmediate(() => {
          if (settled || bytes !== seen) return;
          // The child is done; what still holds its pipes is something that it left behind.
          signalGroup(child, "SIGKILL");
          finish();
        });
      });
    };

    const collect = (stream: "stdout" | "stderr") => (chunk: Buffer) => {
      const room = maxBytes - bytes;
      bytes += chunk.length;
      if (room > 0) chunks[stream].push(chunk.subarray(0, room));
      if (bytes > maxBytes && !truncated) {
        truncated = true;
        end();
      }
      if (exited) awaitPipes();
    };

    child.stdout?.on("data", collect("stdout"));
    child.stderr?.on("data", collect("stderr"));
    child.on("error", (error) => {
      // Also raised for a signal that could not be sent; then the child's end still comes.
      if (child.pid === undefined) settle({ error: cannotStart(error, program, options.cwd) });
    });
    child.on("exit", () => {
      exited = true;
      awaitPipes();
    });
    child.on("close", () => {
      // Ended early: members of the group that closed their pipes may still be running.
      if (ending) signalGroup(child, "SIGKILL");
      finish();
    });
    // A child that ends before it has read its input is no error of ours.
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(options.input);

    after(timeoutMs, () => {
      timedOut = true;
      end();
    });
    options.signal?.addEventListener("abort", onAbort, { once: true });
    if (options.signal?.aborted === true) onAbort();
  });
}
