import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { run, type RunResult } from "../../io/process.ts";
import { until } from "../tilt/until.ts";
import { auditArgs, auditedBy, type AuditedRequest } from "./audit.ts";
import { requireApiServer } from "./programs.ts";
import { freePorts, ServerProcess } from "./server-process.ts";

/** The users that the server knows: one that may do all, one nothing, and one what a test grants. */
export const users = ["admin", "nobody", "guest"] as const;
export type User = (typeof users)[number];

/** The kube context of a user. */
export const contextOf = (user: User): string => `${user}@test`;

/** CustomResourceDefinitions of Flux, Traefik, the Gateway API and an operator: names and scopes only. */
const crds = fileURLToPath(new URL("../../../fixtures/apiserver/crds.yaml", import.meta.url));

/** Those of the MCP servers' manifests, with their fields: what is misspelt is refused. */
export const strictCrds = fileURLToPath(
  new URL("../../../fixtures/apiserver/mcp-crds.yaml", import.meta.url),
);

/**
 * A real kube-apiserver over a real etcd, both on free ports of this machine and in a folder of their own,
 * with RBAC on. No controller runs: what is applied stays as it is, and no pod ever starts. It takes about
 * ten seconds to start; use one for many tests, and `stop` it at the end.
 */
export class ApiServer {
  readonly url: string;
  /** Knows a context for each user. */
  readonly kubeconfig: string;
  /** File with the certificate that its own one is checked with. */
  readonly authority: string;
  readonly root: string;
  readonly #processes: readonly ServerProcess[];

  private constructor(root: string, url: string, processes: readonly ServerProcess[]) {
    this.root = root;
    this.url = url;
    this.kubeconfig = join(root, "kubeconfig");
    this.#processes = processes;
    this.authority = join(root, "certs", "apiserver.crt");
    writeFileSync(this.kubeconfig, kubeconfigText(url, this.authority));
  }

  /** Starts both servers and waits until they answer; without `crds` the cluster knows no kind of Flux. */
  static async start(options: { readonly crds?: boolean } = {}): Promise<ApiServer> {
    requireApiServer();
    const root = mkdtempSync(join(tmpdir(), "fluxtilt-apiserver-"));
    const [client = 0, peer = 0, port = 0] = await freePorts(3);
    const etcd = new ServerProcess("etcd", etcdArgs(join(root, "etcd"), client, peer));
    const api = new ServerProcess("kube-apiserver", apiServerArgs(root, port, client));
    const server = new ApiServer(root, `https://127.0.0.1:${port}`, [api, etcd]);
    try {
      await until("API server", () => server.#isReady(), { timeoutMs: 100_000, explain: () => api.log });
      if (options.crds !== false) await server.addKinds(crds);
      return server;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  /** The environment in which kubectl, and what calls it, finds this server and nothing of the person's. */
  get env(): Readonly<Record<string, string>> {
    return { KUBECONFIG: this.kubeconfig, HOME: this.root, KUBECACHEDIR: join(this.root, "cache") };
  }

  /** Runs kubectl as a user, admin unless told; an exit code is data. */
  kubectl(args: readonly string[], as: User = "admin", input?: string): Promise<RunResult> {
    return run(["kubectl", `--context=${contextOf(as)}`, ...args], { env: this.env, input });
  }

  /** Applies manifests as admin, with what they say of `status`; rejects with kubectl's words. */
  async apply(manifests: string): Promise<void> {
    const apply = ["apply", "--server-side", "--force-conflicts", "--filename=-"];
    const applied = await this.kubectl(apply, "admin", manifests);
    if (applied.code !== 0) throw new Error(applied.stderr);
  }

  /** Takes CustomResourceDefinitions from a file, and waits until their kinds are served. */
  async addKinds(file: string): Promise<void> {
    await this.apply(readFileSync(file, "utf8"));
    const waited = await this.kubectl([
      "wait",
      "--for=condition=Established",
      "crd",
      "--all",
      "--timeout=60s",
    ]);
    if (waited.code !== 0) throw new Error(waited.stderr);
  }

  /** Every request that a user made so far, by the server's own audit log. */
  requestsOf(username: string): readonly AuditedRequest[] {
    return auditedBy(this.root, username);
  }

  /** Ends both servers and removes what they kept. */
  async stop(): Promise<void> {
    for (const one of this.#processes) await one.stop();
    rmSync(this.root, { recursive: true, force: true });
  }

  async #isReady(): Promise<true | undefined> {
    const over = this.#processes.find((one) => one.isOver);
    if (over !== undefined) throw new Error(`a server ended by itself:\n${over.log}`);
    const { code } = await this.kubectl(["get", "--raw=/readyz", "--request-timeout=2s"]);
    return code === 0 ? true : undefined;
  }
}

function etcdArgs(folder: string, client: number, peer: number): readonly string[] {
  const [own, others] = [`http://127.0.0.1:${client}`, `http://127.0.0.1:${peer}`];
  return [
    `--data-dir=${folder}`,
    `--listen-client-urls=${own}`,
    `--advertise-client-urls=${own}`,
    `--listen-peer-urls=${others}`,
    `--initial-advertise-peer-urls=${others}`,
    `--initial-cluster=default=${others}`,
    // Nothing here outlives its test.
    "--unsafe-no-fsync",
  ];
}

function apiServerArgs(root: string, port: number, etcd: number): readonly string[] {
  const [key, tokens, certs] = [join(root, "accounts.key"), join(root, "tokens.csv"), join(root, "certs")];
  mkdirSync(certs);
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  writeFileSync(key, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
  const groups = (user: User): string => (user === "admin" ? ',"system:masters"' : "");
  writeFileSync(tokens, users.map((user) => `${user}-token,${user},${user}${groups(user)}\n`).join(""));
  return [
    `--etcd-servers=http://127.0.0.1:${etcd}`,
    "--bind-address=127.0.0.1",
    "--advertise-address=127.0.0.1",
    `--secure-port=${port}`,
    `--cert-dir=${certs}`,
    `--token-auth-file=${tokens}`,
    "--authorization-mode=RBAC",
    "--service-cluster-ip-range=10.96.0.0/12",
    "--service-account-issuer=https://kubernetes.default.svc",
    `--service-account-key-file=${key}`,
    `--service-account-signing-key-file=${key}`,
    // No controller gives a namespace its account.
    "--disable-admission-plugins=ServiceAccount",
    ...auditArgs(root),
  ];
}

function kubeconfigText(url: string, authority: string): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": contextOf("admin"),
    clusters: [{ name: "test", cluster: { server: url, "certificate-authority": authority } }],
    contexts: users.map((user) => ({ name: contextOf(user), context: { cluster: "test", user } })),
    users: users.map((user) => ({ name: user, user: { token: `${user}-token` } })),
  });
}
