import { vi } from "vitest";
import { runProgram } from "../../cli/program.ts";
import type { Sandbox } from "../tilt/sandbox.ts";

/** What a run of the command line gave back. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs the command line in the project of a sandbox, with the sandbox's environment and `env` over it. With
 * an `answer` it runs on a terminal, where a person gives that to each question.
 */
export async function runIn(
  sandbox: Sandbox,
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
  answer?: string,
): Promise<Ran> {
  let [stdout, stderr] = ["", ""];
  const isTerminal = answer !== undefined;
  const stream = { isTerminal, columns: isTerminal ? 100 : undefined };
  for (const [name, value] of Object.entries({ ...sandbox.env, ...env })) vi.stubEnv(name, value);
  try {
    const code = await runProgram(argv, "0.0.0", {
      cwd: sandbox.project,
      env: {},
      stdout: { ...stream, write: (text) => void (stdout += text) },
      stderr: { ...stream, write: (text) => void (stderr += text) },
      hasKeyboard: isTerminal,
      ask: (question) => {
        stderr += question;
        return Promise.resolve(answer ?? "");
      },
      gone: new AbortController().signal,
    });
    return { code, stdout, stderr };
  } finally {
    vi.unstubAllEnvs();
  }
}
