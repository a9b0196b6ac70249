import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

export interface Place {
  readonly line: number;
  readonly character: number;
}

export interface Problem {
  readonly message: string;
  readonly range: { readonly start: Place; readonly end: Place };
}

export interface Proposal {
  readonly label: string;
  /** With marks for what is to be filled in. */
  readonly insertText: string;
  readonly documentation?: string | { readonly value: string };
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
}

interface Published {
  readonly uri: string;
  readonly diagnostics: readonly Problem[];
}

/** The real yaml-language-server over stdio, as an editor talks to it. Schemas are found by modelines only. */
export class LanguageServer {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly answers = new Map<number, (result: unknown) => void>();
  private readonly published = new Map<string, (problems: readonly Problem[]) => void>();
  private pending = Buffer.alloc(0);
  private last = 0;

  private constructor() {
    const bin = createRequire(import.meta.url).resolve("yaml-language-server/bin/yaml-language-server");
    this.child = spawn(process.execPath, [bin, "--stdio"]);
    this.child.stdout.on("data", (chunk: Buffer) => {
      this.read(chunk);
    });
  }

  /** Starts a server for a folder (absolute). */
  static async start(folder: string): Promise<LanguageServer> {
    const server = new LanguageServer();
    const markdown = { documentationFormat: ["markdown"], snippetSupport: true };
    await server.request("initialize", {
      processId: process.pid,
      rootUri: pathToFileURL(folder).href,
      capabilities: {
        workspace: { configuration: true },
        textDocument: { completion: { completionItem: markdown }, hover: { contentFormat: ["markdown"] } },
      },
    });
    server.notify("initialized", {});
    return server;
  }

  /** Opens a file with a text, which need not be on disk; answers what is wrong with it. */
  async open(path: string, text: string): Promise<readonly Problem[]> {
    const uri = pathToFileURL(path).href;
    const problems = new Promise<readonly Problem[]>((resolve) => this.published.set(uri, resolve));
    this.notify("textDocument/didOpen", { textDocument: { uri, languageId: "yaml", version: 1, text } });
    return problems;
  }

  /** What is offered at a place of an open file. */
  async complete(path: string, position: Place): Promise<readonly Proposal[]> {
    const textDocument = { uri: pathToFileURL(path).href };
    const result = await this.request("textDocument/completion", { textDocument, position });
    return (result as { readonly items: readonly Proposal[] }).items;
  }

  /** What is shown over a place of an open file, as Markdown. */
  async hover(path: string, position: Place): Promise<string> {
    const textDocument = { uri: pathToFileURL(path).href };
    const result = await this.request("textDocument/hover", { textDocument, position });
    return (result as { readonly contents: { readonly value: string } } | null)?.contents.value ?? "";
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once("exit", resolve));
    await this.request("shutdown", null);
    this.notify("exit", null);
    await ended;
  }

  private request(method: string, params: unknown): Promise<unknown> {
    const id = ++this.last;
    return new Promise((resolve) => {
      this.answers.set(id, resolve);
      this.send({ id, method, params });
    });
  }

  private notify(method: string, params: unknown): void {
    this.send({ method, params });
  }

  private send(message: Message): void {
    const body = Buffer.from(JSON.stringify({ jsonrpc: "2.0", ...message }));
    this.child.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
    this.child.stdin.write(body);
  }

  private read(chunk: Buffer): void {
    this.pending = Buffer.concat([this.pending, chunk]);
    for (;;) {
      const head = this.pending.indexOf("\r\n\r\n");
      const length = Number(/Content-Length: (\d+)/.exec(this.pending.toString("latin1", 0, head))?.[1]);
      if (head < 0 || this.pending.length < head + 4 + length) return;
      const body = this.pending.toString("utf8", head + 4, head + 4 + length);
      this.pending = this.pending.subarray(head + 4 + length);
      this.take(JSON.parse(body) as Message);
    }
  }

  private take({ id, method, params, result }: Message): void {
    if (method === "textDocument/publishDiagnostics") {
      const { uri, diagnostics } = params as Published;
      this.published.get(uri)?.(diagnostics);
    } else if (method === "workspace/configuration") {
      // No settings for any section: no schema store, no network.
      const { items } = params as { readonly items: readonly unknown[] };
      this.send({ id, result: items.map((_, index) => (index === 0 ? settings : null)) });
    } else if (method !== undefined && id !== undefined) {
      this.send({ id, result: null });
    } else if (id !== undefined) {
      this.answers.get(id)?.(result);
    }
  }
}

const settings = { schemaStore: { enable: false }, validate: true, hover: true, completion: true };
