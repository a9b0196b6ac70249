import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { createServer } from "node:net";
import type { Server } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { killGroup } from "../tilt/command.ts";

/** Below those that Linux hands out itself. */
const firstPort = 20_000;
const countOfPorts = 12_000;

/**
 * Free ports of this machine, all different, and none that the system hands out: a server of this or another test
 * that asks for any port could get it before it is used.
 */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = new Map<number, Server>();
  while (servers.size < count) {
    const port = firstPort + Math.floor(Math.random() * countOfPorts);
    const server = await listening(port);
    if (server !== undefined) servers.set(port, server);
  }
  await Promise.all([...servers.values()].map((server) => new Promise((done) => server.close(done))));
  return [...servers.keys()];
}

/** Undefined where the port is taken. */
function listening(port: number): Promise<Server | undefined> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => {
      resolve(undefined);
    });
    server.listen(port, "127.0.0.1", () => {
      resolve(server);
    });
  });
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
