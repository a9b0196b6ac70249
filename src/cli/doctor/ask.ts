import { noProgram } from "../../io/kinds.ts";
import { OutsideError } from "../../io/outside-error.ts";
import type { Run, RunOptions } from "../../io/process.ts";
import type { Answer } from "../../reality/cluster/ask.ts";
import { isTooDeep } from "../../reality/nesting.ts";

/**
 * Asks a program; it may take so many milliseconds, 5,000 unless told. Never throws but on an interrupt, and where
 * the machine can start nothing at all.
 */
export type Ask = (
  argv: readonly string[],
  options?: Pick<RunOptions, "env" | "timeoutMs">,
) => Promise<Answer>;

/** Long enough for a login that asks the network, short enough to wait for. */
const patienceMs = 5_000;
const cap = 64 * 1024 * 1024;

/** Asks programs in a folder, through the one place that runs them. */
export function asker(run: Run, cwd: string | undefined, signal: AbortSignal): Ask {
  return async (argv, { env, timeoutMs = patienceMs } = {}) => {
    try {
      const {
        code,
        signal: ended,
        stdout,
        stderr,
        timedOut,
        truncated,
      } = await run(argv, {
        cwd,
        env,
        timeoutMs,
        maxOutputBytes: cap,
        graceMs: 200,
        signal,
      });
      const program = argv[0] ?? "";
      if (timedOut)
        return {
          kind: "silent",
          is: "late",
          reason: `${program} did not answer within ${timeoutMs / 1000} s`,
        };
      if (truncated)
        return { kind: "silent", is: "long", reason: `${program} said more than ${cap >> 20} MB` };
      if (code === undefined) return { kind: "silent", is: "killed", reason: endedBy(program, ended) };
      return { kind: "ended", code, stdout, stderr };
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof OutsideError) || error.kind !== noProgram) throw error;
      return { kind: "absent", reason: error.message, help: error.help };
    }
  };
}

/** Said of a program that somebody ended: the system does so where memory is used up. */
export function endedBy(program: string, signal: NodeJS.Signals | undefined): string {
  return `${program} was ended by ${signal ?? "the system"}`;
}

/** The line of a program's complaint that tells most: the last one that is not empty. */
export function complaint({ stderr, stdout }: { readonly stderr: string; readonly stdout: string }): string {
  const lines = `${stdout}\n${stderr}`.split("\n").map((line) => line.trim());
  return lines.findLast((line) => line !== "") ?? "it said nothing";
}

/** JSON of a program; undefined for what is none, or goes too deep to be read. */
export function fromJson(text: string): unknown {
  if (isTooDeep(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
