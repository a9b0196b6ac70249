import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { withScratch } from "../../io/scratch.ts";
import { bridge } from "../../targets/clients/claude-desktop.ts";
import { createProject, type Project } from "../testing/command-line.ts";

const repository = fileURLToPath(new URL("../../..", import.meta.url));

let project: Project;
afterEach(() => project.end());

const inventory = (port: number): string => `version: 1
cluster: { name: lab, contexts: [admin@lab] }
mcp:
  path: mcp
  fluxFile: clusters/mcp.yaml
  cni: cilium
  allow: [{ rule: FT374, reason: a network of its own }]
  servers:
    kubernetes: { version: v0.0.67 }
    grafana: { version: 1.1.0, url: "http://grafana.monitoring:80", port: ${port} }
    prometheus:
      version: 1.6.2
      url: http://prometheus.monitoring:9090
      expose: { host: p.lab.example, basicAuth: mcp-users }
    flux: { version: v0.60.0 }
  clients: [vscode]
`;

interface Printed {
  readonly mcpServers: Readonly<
    Record<
      string,
      { readonly command: string; readonly args: readonly string[]; readonly env?: Record<string, string> }
    >
  >;
}

describe("mcp client", () => {
  it("prints Claude Desktop's form without a credential, and where it belongs", async () => {
    project = await createProject({ "cluster.config.yaml": inventory(18081), ".gitignore": ".env\n" });
    const { code, stdout, stderr } = await project.run(["mcp", "client"]);
    expect(code).toBe(0);
    const { mcpServers } = JSON.parse(stdout) as Printed;
    const start = ["-y", bridge];
    const end = ["--transport", "http-only"];
    const header = ["--header", "Authorization:${AUTH_HEADER}"];
    expect(mcpServers).toEqual({
      kubernetes: {
        command: "npx",
        args: [...start, "http://127.0.0.1:18080/mcp", ...end, ...header],
        env: { AUTH_HEADER: "Bearer <MCP_KUBERNETES_TOKEN>" },
      },
      grafana: {
        command: "npx",
        args: [...start, "http://127.0.0.1:18081/mcp", ...end, ...header],
        env: { AUTH_HEADER: "Bearer <MCP_GRAFANA_SERVER_TOKEN>" },
      },
      prometheus: {
        command: "npx",
        args: [...start, "http://p.lab.example/mcp", ...end, ...header, "--allow-http"],
        env: { AUTH_HEADER: "Basic <MCP_PROMETHEUS_BASIC_AUTH>" },
      },
      flux: { command: "npx", args: [...start, "http://127.0.0.1:18083/mcp", ...end] },
    });
    for (const file of ["~/Library/Application Support/Claude/", "%APPDATA%\\Claude\\", "~/.config/Claude/"])
      expect(stderr).toContain(`${file}claude_desktop_config.json`);
    expect(stderr).toContain(
      "<MCP_KUBERNETES_TOKEN>: Token of the account mcp-kubernetes-caller, for clients of the Kubernetes MCP server " +
        "that cannot mint one: kubectl --context admin@lab -n mcp create token mcp-kubernetes-caller --duration=8h\n",
    );
    expect(stderr).not.toContain("FLUX");
  });

  it("prints what generate writes for the others", async () => {
    project = await createProject({ "cluster.config.yaml": inventory(18081), ".gitignore": ".env\n" });
    await project.run(["generate"]);
    const { stdout, stderr } = await project.run(["mcp", "client", "vscode"]);
    expect(stdout).toBe(await project.read(".vscode/mcp.json"));
    expect(stderr).toContain("`fluxtilt generate` puts this into .vscode/mcp.json\n");
    expect((await project.run(["mcp", "client", "cursor"])).stderr).toContain(
      "for Cursor this goes into .cursor/mcp.json; with `cursor` under `mcp.clients`",
    );
  });

  it("refuses a client that it does not know, and an inventory without servers", async () => {
    project = await createProject();
    expect(await project.run(["mcp", "client", "vsocde"])).toMatchObject({ code: 2, stdout: "" });
    const { code, stdout, stderr } = await project.run(["mcp", "client"]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("the inventory names no MCP servers\nhelp: they go under `mcp.servers`\n");
  });
});

/** An MCP server that wants a token and has one tool. */
function answering(token: string): Server {
  return createServer((request, response) => {
    void answer(request, response, token);
  });
}

async function answer(request: IncomingMessage, response: ServerResponse, token: string): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  if (request.url !== "/mcp") return void response.writeHead(404).end();
  if (request.headers.authorization !== `Bearer ${token}`) return void response.writeHead(401).end();
  if (request.method !== "POST") return void response.writeHead(405).end();
  const { id, method, params } = JSON.parse(Buffer.concat(chunks).toString()) as {
    readonly id?: number;
    readonly method: string;
    readonly params?: { readonly protocolVersion?: string };
  };
  if (id === undefined) return void response.writeHead(202).end();
  const result =
    method === "initialize"
      ? {
          protocolVersion: params?.protocolVersion,
          capabilities: { tools: {} },
          serverInfo: { name: "test", version: "1" },
        }
      : { tools: [{ name: "ask", inputSchema: { type: "object" } }] };
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify({ jsonrpc: "2.0", id, result }));
}

describe("the bridge that Claude Desktop starts", () => {
  it("is the one that is tested here", () => {
    const { devDependencies } = JSON.parse(readFileSync(`${repository}/package.json`, "utf8")) as {
      readonly devDependencies: Readonly<Record<string, string>>;
    };
    expect(bridge).toBe(`mcp-remote@${devDependencies["mcp-remote"] ?? ""}`);
  });

  it("lists a server's tools over stdio, with the credential filled in", { timeout: 60_000 }, async () => {
    const server = answering("s3cret token").listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    project = await createProject({ "cluster.config.yaml": inventory(port), ".gitignore": ".env\n" });
    const printed = JSON.parse((await project.run(["mcp", "client"])).stdout) as Printed;
    const { command, args, env } = printed.mcpServers["grafana"] ?? { command: "", args: [] };
    const filled = Object.fromEntries(
      Object.entries(env ?? {}).map(([name, value]) => [name, value.replace(/<.*>/, "s3cret token")]),
    );
    await withScratch(async (home) => {
      // npx takes the version that this repository has, and asks no registry.
      const child = spawn(command, args, {
        cwd: repository,
        env: { PATH: process.env["PATH"], HOME: home, ...filled },
        stdio: ["pipe", "pipe", "ignore"],
        detached: true,
      });
      try {
        const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
        const ask = async (id: number, method: string, params: object): Promise<unknown> => {
          child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", id, method, params })}\n`);
          const { value } = (await lines.next()) as { readonly value: string };
          return JSON.parse(value);
        };
        const clientInfo = { name: "test", version: "1" };
        expect(
          await ask(1, "initialize", { protocolVersion: "2025-11-25", capabilities: {}, clientInfo }),
        ).toMatchObject({ id: 1, result: { serverInfo: { name: "test" } } });
        child.stdin.write('{"jsonrpc":"2.0","method":"notifications/initialized"}\n');
        expect(await ask(2, "tools/list", {})).toMatchObject({ id: 2, result: { tools: [{ name: "ask" }] } });
      } finally {
        if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
        server.closeAllConnections();
        server.close();
      }
    });
  });
});
