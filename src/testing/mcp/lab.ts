import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runBundle, type Ran } from "../../cli/testing/command-line.ts";
import type { McpServers } from "../../dashboard/mcp-servers.ts";
import { onPath } from "../on-path.ts";
import { emit } from "../../targets/index.ts";
import { readDashboard } from "../real/project.ts";
import type { Manifests } from "./generated-pod.ts";

const standIn = fileURLToPath(new URL("kubectl.mjs", import.meta.url));

/** What the servers of the tests ask is beside them, not a Service. */
const allowed = `allow: [{ rule: FT377, at: mcp, reason: a process of the test }]
`;

/** What `fluxtilt mcp probe --format json` says. */
export interface ProbeResult {
  readonly version: 1;
  readonly servers: readonly {
    readonly server: string;
    readonly url: string;
    readonly verdict: string;
    readonly ms: number | null;
    readonly tools: readonly string[];
    readonly revisions: readonly string[];
    readonly findings: readonly { readonly code: string; readonly message: string; readonly help?: string }[];
  }[];
}

/**
 * A project with MCP servers, and a kubectl whose forwards lead to processes of the test. With a KUBECONFIG
 * in `env` all else that it says is the real one's.
 */
export class McpLab {
  readonly root = mkdtempSync(join(tmpdir(), "fluxtilt-mcp-"));
  /** Of each run. */
  readonly env: Readonly<Record<string, string>>;

  /** `servers`: the YAML below `mcp.servers`; `env` is given to each run. */
  constructor(servers: string, env: Readonly<Record<string, string>> = {}) {
    const bin = join(this.root, "bin");
    mkdirSync(bin);
    copyFileSync(standIn, join(bin, "kubectl"));
    chmodSync(join(bin, "kubectl"), 0o755);
    this.env = {
      PATH: [bin, process.env["PATH"] ?? ""].join(delimiter),
      FLUXTILT_REAL_KUBECTL: env["KUBECONFIG"] === undefined ? "" : (onPath("kubectl") ?? ""),
      FLUXTILT_TEST_SERVICES: join(this.root, "services.json"),
      ...env,
    };
    this.forwardTo({});
    this.write(servers);
  }

  /** Replaces the servers of the inventory. */
  write(servers: string): void {
    const lines = servers
      .trim()
      .split("\n")
      .map((line) => `    ${line}\n`);
    writeFileSync(
      join(this.root, "cluster.config.yaml"),
      `version: 1
cluster: { name: lab, contexts: [admin@test] }
tilt: { regenerate: false }
mcp:
  path: infrastructure/mcp
  fluxFile: clusters/lab/mcp.yaml
  secretStore: store
  apiServer: ["127.0.0.1/32:6443"]
  servers:
${lines.join("")}${servers.includes("://127.") ? allowed : ""}`,
    );
  }

  /** The port behind each Service, or what kubectl says instead, or the signal that ends it (`SIGKILL`). */
  forwardTo(services: Readonly<Record<string, number | string>>): void {
    writeFileSync(join(this.root, "services.json"), JSON.stringify(services));
  }

  async mcp(): Promise<McpServers> {
    const { mcp } = await readDashboard(this.root);
    if (mcp === undefined) throw new Error("no MCP servers in the inventory");
    return mcp;
  }

  /** What `generate` writes for the inventory. */
  async manifests(): Promise<Manifests> {
    return new Map(emit(await readDashboard(this.root)).map(({ path, text }) => [path, text]));
  }

  /** Runs the bundle with `mcp probe …`. */
  probe(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Promise<Ran> {
    return runBundle(this.root, ["mcp", "probe", ...args], { ...this.env, ...env });
  }

  /** The same, as data. */
  async probed(
    args: readonly string[] = [],
    env: Readonly<Record<string, string>> = {},
  ): Promise<ProbeResult & { readonly code: number; readonly text: string }> {
    const { code, stdout, stderr } = await this.probe([...args, "--format", "json"], env);
    if (stdout === "") throw new Error(stderr);
    return { ...(JSON.parse(stdout) as ProbeResult), code, text: stdout + stderr };
  }

  end(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
