import { connect, createServer } from "node:net";
import { errorCode } from "./outside-error.ts";
import type { Run } from "./process.ts";

/** Something that listens. */
export interface Listener {
  readonly pid: number;
  readonly name: string;
}

/** Whether a port of this machine can be listened at; `holders` is empty where they cannot be told. */
export type PortUse =
  | { readonly state: "free" }
  | { readonly state: "taken"; readonly holders: readonly Listener[] }
  | { readonly state: "forbidden" };

/** Tilt forwards at both addresses of localhost. */
const localhost = ["127.0.0.1", "::1"];

/**
 * Looks whether a port can be listened at, by listening for a moment; at both addresses of localhost unless
 * a host is given. `run` asks lsof or ss who has it.
 */
export async function portUse(run: Run, port: number, host?: string): Promise<PortUse> {
  const hosts = host === undefined || host === "localhost" ? localhost : [host];
  const states = await Promise.all(hosts.map((one) => tryAt(port, one)));
  if (states.includes("taken")) return { state: "taken", holders: await holdersOf(run, port) };
  return { state: states.includes("forbidden") ? "forbidden" : "free" };
}

function tryAt(port: number, host: string): Promise<PortUse["state"]> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error) => {
      const code = errorCode(error);
      // Any other failure means that there is no such address here, and so nobody at it.
      resolve(code === "EADDRINUSE" ? "taken" : code === "EACCES" ? "forbidden" : "free");
    });
    server.listen({ port, host, exclusive: true }, () => {
      server.close(() => {
        resolve("free");
      });
    });
  });
}

/** Whether somebody takes a connection at a port of this machine. */
export function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" });
    const settle = (taken: boolean) => () => {
      socket.destroy();
      resolve(taken);
    };
    socket.once("connect", settle(true));
    socket.once("error", settle(false));
  });
}

const options = { timeoutMs: 3_000, graceMs: 200 } as const;

async function holdersOf(run: Run, port: number): Promise<readonly Listener[]> {
  const text = async (argv: readonly string[]): Promise<string> => {
    try {
      return (await run(argv, options)).stdout;
    } catch {
      return "";
    }
  };
  const listed = readLsof(await text(["lsof", "-nP", `-iTCP:${port}`, "-sTCP:LISTEN", "-Fpc"]));
  return listed.length > 0 ? listed : readSs(await text(["ss", "-Hltnp", `sport = :${port}`]));
}

/** `lsof -Fpc`: a line `p<pid>`, then `c<command>`. */
function readLsof(text: string): readonly Listener[] {
  return [...text.matchAll(/^p(\d+)\nc(.+)$/gm)].map(([, pid, name = ""]) => ({ pid: Number(pid), name }));
}

/** `ss -p`: `users:(("node",pid=123,fd=4),…)`. */
function readSs(text: string): readonly Listener[] {
  const found = [...text.matchAll(/\("((?:[^"\\]|\\.)*)",pid=(\d+),/g)];
  return [...new Map(found.map(([, name = "", pid]) => [pid, { pid: Number(pid), name }])).values()];
}
