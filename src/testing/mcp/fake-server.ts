import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { pipeline, Readable } from "node:stream";

/** How a tool of a fake server answers; a number of milliseconds is how long it says nothing. */
export type FakeAnswer = FakeContent | number;

export interface FakeContent {
  readonly text: string;
  readonly isError?: boolean;
  readonly structuredContent?: object;
}

/** What the answers to a method are instead: far too long. */
export interface FakeFlood {
  readonly method: string;
  readonly as: "application/json" | "text/event-stream";
}

export interface FakeOptions {
  readonly tools: Readonly<Record<string, FakeAnswer | ((token: string) => FakeAnswer)>>;
  /** Tools that are answered and not shown. */
  readonly hidden?: readonly string[];
  /** What callers must bring; anybody is let in without one. */
  readonly token?: string;
  readonly refusesOtherHosts?: boolean;
  /** Of each tool. */
  readonly outputSchema?: object;
  readonly flood?: FakeFlood;
}

export interface FakeServer {
  readonly port: number;
  /** Names of the tools that were called. */
  readonly calls: readonly string[];
  readonly end: () => Promise<void>;
}

interface Message {
  readonly id?: number;
  readonly method: string;
  readonly params?: { readonly name?: string };
}

/** An MCP server of the revision 2025-11-25 without sessions, which answers what it is told to. */
export async function fakeServer(options: FakeOptions): Promise<FakeServer> {
  const { tools, hidden = [], token, refusesOtherHosts = false, outputSchema, flood } = options;
  const calls: string[] = [];
  const resultOf = async ({ method, params }: Message, bearer: string): Promise<object | undefined> => {
    if (method === "initialize")
      return {
        protocolVersion: "2025-11-25",
        capabilities: { tools: {} },
        serverInfo: { name: "fake", version: "1" },
      };
    if (method === "tools/list")
      return {
        tools: Object.keys(tools)
          .filter((name) => !hidden.includes(name))
          .map((name) => ({
            ...{ name, inputSchema: { type: "object" }, annotations: { readOnlyHint: true } },
            outputSchema,
          })),
      };
    const name = params?.name ?? "";
    calls.push(name);
    const told = tools[name];
    const answer = typeof told === "function" ? told(bearer) : told;
    if (answer === undefined) return undefined;
    if (typeof answer === "number") {
      await new Promise((resolve) => setTimeout(resolve, answer));
      return { content: [] };
    }
    const { text, isError = false, structuredContent } = answer;
    return { content: [{ type: "text", text }], isError, structuredContent };
  };
  const server = createServer((request, response) => {
    void (async () => {
      const send = (status: number, body?: object): void => {
        response.writeHead(status, { "content-type": "application/json" });
        response.end(body === undefined ? undefined : JSON.stringify(body));
      };
      const { authorization = "", host = "" } = request.headers;
      if (refusesOtherHosts && !/^(localhost|127\.0\.0\.1):/.test(host)) {
        send(403);
        return;
      }
      if (token !== undefined && authorization !== `Bearer ${token}`) {
        send(401);
        return;
      }
      if (request.method !== "POST") {
        send(405);
        return;
      }
      const message = JSON.parse(await bodyOf(request)) as Message;
      if (message.id === undefined) {
        send(202);
        return;
      }
      if (message.method === flood?.method) {
        response.writeHead(200, { "content-type": flood.as });
        const beginning = flood.as === "application/json" ? '{"a":"' : "data: ";
        // That the client goes away is what is waited for.
        pipeline(Readable.from(much(beginning)), response, () => undefined);
        return;
      }
      const known = ["initialize", "tools/list", "tools/call"].includes(message.method);
      const result = known ? await resultOf(message, authorization.replace("Bearer ", "")) : undefined;
      const error = known
        ? { code: -32602, message: `unknown tool "${message.params?.name}"` }
        : { code: -32601, message: "method not found" };
      send(200, {
        jsonrpc: "2.0",
        id: message.id,
        ...(result === undefined ? { error } : { result }),
      });
    })();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    calls,
    end: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

/** More than any client takes, and not more than the machine of a test bears. */
function* much(beginning: string): Generator<string> {
  yield beginning;
  for (let megabytes = 0; megabytes < 64; megabytes += 1) yield "x".repeat(1024 * 1024);
}
