import { chmod, mkdir } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, expect, vi } from "vitest";
import { StandIns } from "../../testing/tilt/stand-ins.ts";
import { createProject, type Project } from "./command-line.ts";

/** What `doctor` says about one thing. */
export interface Finding {
  readonly standing: string;
  readonly message: string;
  readonly help?: string;
}

/** A machine on which all is well, made anew for each test: a project, and programs that stand on PATH alone. */
export class Machine {
  project!: Project;
  tools!: StandIns;
  /** A port that something listens at, and one that nothing does. */
  taken = 0;
  free = 0;
  #server: Server | undefined;

  /** Makes it before each test of a file, and takes it away after. */
  static forEach(): Machine {
    const machine = new Machine();
    beforeEach(() => machine.#start());
    afterEach(() => machine.#end());
    return machine;
  }

  /** What is told as JSON, by check; the run must end with the code. */
  async checks(code = 0): Promise<ReadonlyMap<string, readonly Finding[]>> {
    const ran = await this.project.run(["doctor", "--format", "json"]);
    expect(ran.code, ran.stdout + ran.stderr).toBe(code);
    const { version, findings } = JSON.parse(ran.stdout) as {
      version: number;
      findings: readonly (Finding & { readonly check: string })[];
    };
    expect(version).toBe(1);
    const told = new Map<string, Finding[]>();
    for (const { check, ...finding } of findings) told.set(check, [...(told.get(check) ?? []), finding]);
    return told;
  }

  /** A command on PATH beside the recording ones, or in the place of one of them. */
  async command(name: string, script: string): Promise<void> {
    await this.project.put(`machine/bin/${name}`, `#!/bin/sh\n${script}\n`);
    await chmod(join(this.tools.bin, name), 0o755);
  }

  /** An inventory that needs every program but docker, and forwards one port. */
  inventory(port = this.free): string {
    return inventoryWith(port);
  }

  async #start(): Promise<void> {
    this.#server = createServer().listen(0, "127.0.0.1");
    this.taken = await portOf(this.#server);
    const other = createServer().listen(0, "127.0.0.1");
    this.free = await portOf(other);
    await closed(other);
    this.project = await createProject({
      "cluster.config.yaml": this.inventory(),
      "chart/Chart.yaml": "name: mail\n",
      "tools/kustomization.yaml": "resources: []\n",
      ".env": "PASSWORD=x\n",
    });
    await mkdir(join(this.project.root, "machine"));
    this.tools = new StandIns(join(this.project.root, "machine"), {});
    this.tools.answer(
      { tool: "kubectl", match: "^version", stdout: "Client Version: v1.34.1\n" },
      { tool: "kubectl", match: "^config view", stdout: config("admin@homelab", "admin@homelab", "else") },
      { tool: "kubectl", match: " get ", stdout: objects() },
      { tool: "kubectl", match: "^kustomize --help", stdout: "Build" },
      { tool: "helm", match: "^version", stdout: "v3.19.0+g3d8990f\n" },
      { tool: "flux", match: "^version", stdout: "flux: v2.7.3\n" },
    );
    await this.command("tilt", 'echo "v0.37.6, built 2026-01-01"');
    await this.command("python3", 'echo "Python 3.13.0"');
    await this.command("git", "exit 0");
    vi.stubEnv("PATH", this.tools.bin);
    vi.stubEnv("XDG_DATA_HOME", join(this.project.root, "data"));
    vi.stubEnv("TILT_PORT", String(this.free));
    vi.stubEnv("PASSWORD", undefined);
    expect(await this.project.run(["generate"])).toMatchObject({ code: 0 });
  }

  async #end(): Promise<void> {
    vi.unstubAllEnvs();
    if (this.#server !== undefined) await closed(this.#server);
    await this.project.end();
  }
}

const inventoryWith = (port: number): string => `version: 1
cluster: { name: homelab, contexts: [admin@homelab, admin@spare] }
tilt: { constraint: ">=0.36.0 <0.40.0" }
env:
  variables:
    NODE: { default: 192.168.1.54 }
    PASSWORD: { secret: true }
buttons:
  sync: { do: { reconcile: { kustomization: web } } }
groups:
  web:
    namespace: web
    workloads:
      shop: { target: deployment/shop, ports: ["${port}:80"] }
    helmReleases:
      mail: { chart: ./chart, flux: false }
    manifests:
      tools: { kustomize: ./tools, flux: tools, resources: { pot: deployment/pot } }
`;

/** What `kubectl config view` says. */
export const config = (current: string, ...names: readonly string[]): string =>
  JSON.stringify({ "current-context": current, contexts: names.map((name) => ({ name, context: {} })) });
/** What `kubectl get` says. */
export const objects = (...items: readonly object[]): string => JSON.stringify({ kind: "List", items });
function portOf(one: Server): Promise<number> {
  return new Promise((resolve) => {
    one.once("listening", () => {
      const address = one.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
}

function closed(one: Server): Promise<unknown> {
  return new Promise((done) => one.close(done));
}
