import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { killGroup } from "../tilt/command.ts";

/** Free ports of this machine, all different. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<ReturnType<typeof createServer>>((resolve) => {
          const server = createServer();
          server.listen(0, "127.0.0.1", () => {
            resolve(server);
          });
        }),
    ),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

/**
 * A server in a process group of its own, with the end of what it said. It never outlives the tests: a
 * second process waits for the end of a pipe, which comes however this one ends, and kills it.
 */
export class ServerProcess {
  readonly #child: ChildProcess;
  readonly #guard: ChildProcess;
  readonly #ended: Promise<void>;
  #log = "";
  #isOver = false;

  /** With our own environment, unless another is given. */
  constructor(program: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env) {
    this.#child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], detached: true, env });
    const guarding = ["-c", 'read -r line; kill -s KILL -- "-$1"', "guard", String(this.#child.pid)];
    this.#guard = spawn("sh", guarding, { stdio: ["pipe", "ignore", "ignore"], detached: true });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on("data", (chunk: Buffer) => {
        this.#log = `${this.#log}${chunk.toString("utf8")}`.slice(-20_000);
      });
    this.#ended = new Promise((resolve) => {
      const over = (): void => {
        this.#isOver = true;
        this.#guard.kill("SIGKILL");
        resolve();
      };
      this.#child.on("exit", over);
      this.#child.on("error", over);
    });
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  get log(): string {
    return this.#log;
  }

  /** Stops it for good; gently first, for it holds files. */
  async stop(): Promise<void> {
    if (!this.#isOver) this.#child.kill("SIGTERM");
    await Promise.race([this.#ended, pause(3_000, undefined, { ref: false })]);
    if (!this.#isOver) killGroup(this.#child.pid);
    await this.#ended;
  }
}
