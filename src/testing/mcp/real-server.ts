import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { McpServer } from "../../dashboard/mcp-servers.ts";
import { accepts } from "../../io/listening.ts";
import { freePorts, ServerProcess } from "../apiserver/server-process.ts";
import { until } from "../tilt/until.ts";
import type { McpProgram } from "./available.ts";
import { generatedPod, type Manifests } from "./generated-pod.ts";

const pod = fileURLToPath(new URL("pod.sh", import.meta.url));

/** What each server's image runs. */
const programs: Readonly<Record<McpServer["key"], McpProgram>> = {
  kubernetes: "kubernetes-mcp-server",
  grafana: "mcp-grafana",
  prometheus: "prometheus-mcp-server",
  flux: "flux-operator-mcp",
  argocd: "argocd-mcp",
  tekton: "kubernetes-mcp-server",
};

/** The API server that a pod finds, and the token of its account where it has one. */
export interface Cluster {
  /** Where `https://kubernetes.default.svc` answers. */
  readonly address: string;
  /** PEM. */
  readonly authority: string;
  readonly token: string | undefined;
}

export interface Start {
  /** Values of the Secret, by key. */
  readonly secrets?: Readonly<Record<string, string>>;
  readonly cluster?: Cluster;
  /** Spoils what was generated: each argument, value and file goes through it. */
  readonly spoil?: (text: string) => string;
}

const asItIs = (text: string): string => text;

const apiHost = "kubernetes.default.svc";
const account = "/run/secrets/kubernetes.io/serviceaccount";
const authority = "/run/secrets/kubernetes.io/ca/ca.crt";

/**
 * A real MCP server, started with the arguments, environment and files of its manifests, as in its pod:
 * nothing of ours but PATH is in its environment, and it sees files of its own in `/etc` and `/var/run`. One
 * thing is not as generated: the port that it listens at, which here is any free one.
 */
export class RealServer {
  readonly port: number;
  readonly #process: ServerProcess;
  readonly #root: string;

  private constructor(port: number, process: ServerProcess, root: string) {
    this.port = port;
    this.#process = process;
    this.#root = root;
  }

  static async start(server: McpServer, manifests: Manifests, start: Start = {}): Promise<RealServer> {
    const { secrets = {}, cluster, spoil = asItIs } = start;
    const { plan } = server;
    const generated = generatedPod(manifests, server);
    const [port = 0] = await freePorts(1);
    const here = (text: string): string =>
      spoil(text).replace(new RegExp(`\\b${plan.port}\\b`, "g"), String(port));
    const root = mkdtempSync(join(tmpdir(), "fluxtilt-pod-"));
    const write = (path: string, text: string): void => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    };
    for (const folder of ["etc", "run"]) mkdirSync(join(root, folder));
    for (const [path, text] of generated.files) write(path, here(text));
    if (cluster !== undefined) {
      write(authority, cluster.authority);
      write("/etc/hosts", `127.0.0.1 localhost\n${cluster.address} ${apiHost}\n`);
    }
    if (cluster?.token !== undefined) {
      write(`${account}/token`, cluster.token);
      write(`${account}/ca.crt`, cluster.authority);
      write(`${account}/namespace`, "mcp");
    }
    const env = {
      PATH: process.env["PATH"],
      HOME: root,
      ...(generated.holdsToken && cluster !== undefined
        ? {
            KUBERNETES_SERVICE_HOST: apiHost,
            KUBERNETES_SERVICE_PORT: "443",
          }
        : {}),
      ...Object.fromEntries(
        generated.env.map(({ name, value, secretKey }) => [
          name,
          value === undefined ? secrets[secretKey ?? ""] : here(value),
        ]),
      ),
    };
    const child = new ServerProcess(
      "unshare",
      [
        ...["--map-root-user", "--mount", "sh", pod, root],
        ...[programs[server.key], ...generated.args.map(here)],
      ],
      env,
    );
    const started = new RealServer(port, child, root);
    try {
      await until(
        `answer of ${server.key}`,
        async () => {
          if (child.isOver) throw new Error(`${server.key} ended by itself:\n${child.log}`);
          return (await accepts(port)) ? true : undefined;
        },
        { timeoutMs: 60_000, explain: () => child.log },
      );
      return started;
    } catch (error) {
      await started.stop();
      throw error;
    }
  }

  get log(): string {
    return this.#process.log;
  }

  async stop(): Promise<void> {
    await this.#process.stop();
    rmSync(this.#root, { recursive: true, force: true });
  }
}
