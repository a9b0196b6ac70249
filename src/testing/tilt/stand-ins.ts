import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onPath } from "../on-path.ts";
import { until } from "./until.ts";
import type { Patience } from "./until.ts";

/** The commands that are recorded instead of run. */
export const tools = ["kubectl", "flux", "helm", "docker"] as const;
export type Tool = (typeof tools)[number];

/** One call as it arrived. `env` holds what differs from the sandbox's own environment; `at` is ms since 1970. */
export interface Call {
  readonly tool: Tool;
  readonly pid: number;
  readonly at: number;
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Only what was read because the call asked for it (`-f -`, `-i`, `--password-stdin`). */
  readonly stdin?: string;
}

/** The end of a call that was held open. */
export interface Held {
  readonly tool: Tool;
  readonly pid: number;
  readonly signal: string;
}

/**
 * What a stand-in says. `match` is a regular expression over the arguments joined by spaces; `$1`…`$9` in
 * the texts are its groups. `hold` keeps the call open until a signal ends it; `real` runs the command that
 * PATH has behind the stand-in. A call without an answer says nothing and ends well.
 */
export interface Answer {
  readonly tool?: Tool;
  readonly match: string;
  readonly stdout?: string;
  readonly stderr?: string;
  readonly exit?: number;
  readonly delayMs?: number;
  readonly hold?: boolean;
  readonly real?: boolean;
}

/** The stand-ins of one sandbox: what they answer, and what they were asked. */
export class StandIns {
  readonly bin: string;
  readonly #folder: string;
  #answers: readonly Answer[] = [];

  /** Puts the commands into `<root>/bin`; `yarn` does nothing, which a Tilt built from source needs to start. */
  constructor(root: string, env: Readonly<Record<string, string>>) {
    this.bin = join(root, "bin");
    this.#folder = join(root, "stand-ins");
    mkdirSync(this.bin);
    mkdirSync(this.#folder);
    const real = Object.fromEntries(tools.map((tool) => [tool, onPath(tool)]));
    writeFileSync(join(this.#folder, "base.json"), JSON.stringify({ env, real }));
    this.#write();
    const recorder = fileURLToPath(new URL("recorder.mjs", import.meta.url));
    for (const tool of tools) {
      this.#command(
        tool,
        `exec ${[process.execPath, recorder, tool, this.#folder].map(quoted).join(" ")} "$@"`,
      );
    }
    this.#command("yarn", "exit 0");
  }

  /** Adds answers; the newest that matches wins. */
  answer(...answers: readonly Answer[]): void {
    this.#answers = [...answers, ...this.#answers];
    this.#write();
  }

  /** Forgets all answers and all calls. */
  reset(): void {
    this.#answers = [];
    this.#write();
    this.clear();
  }

  /** Forgets the calls so far. */
  clear(): void {
    writeFileSync(this.#log, "");
  }

  /** The calls so far in the order they came, of one tool or of all. */
  calls(tool?: Tool): readonly Call[] {
    return (this.#lines("argv") as readonly Call[]).filter(
      (call) => tool === undefined || call.tool === tool,
    );
  }

  /** The held calls that a signal ended. */
  ended(): readonly Held[] {
    return this.#lines("signal") as readonly Held[];
  }

  /** Waits for the first call of `tool` whose arguments, joined by spaces, match; rejects after 20 s. */
  called(tool: Tool, pattern: RegExp, patience: Patience = {}): Promise<Call> {
    return until(
      `call of ${tool} like ${String(pattern)}`,
      () => this.calls(tool).find((call) => pattern.test(call.argv.join(" "))),
      {
        explain: () =>
          this.calls()
            .map((call) => [call.tool, ...call.argv].join(" "))
            .join("\n"),
        ...patience,
      },
    );
  }

  get #log(): string {
    return join(this.#folder, "calls.jsonl");
  }

  #lines(mark: string): readonly unknown[] {
    if (!existsSync(this.#log)) return [];
    return readFileSync(this.#log, "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter((line) => mark in line);
  }

  #write(): void {
    writeFileSync(join(this.#folder, "answers.json"), JSON.stringify(this.#answers));
  }

  #command(name: string, body: string): void {
    writeFileSync(join(this.bin, name), `#!/bin/sh\n${body}\n`);
    chmodSync(join(this.bin, name), 0o755);
  }
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
