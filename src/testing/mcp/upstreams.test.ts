import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { freePorts } from "../apiserver/server-process.ts";
import { describeMcp } from "./available.ts";
import { McpLab, type ProbeResult } from "./lab.ts";
import { startPrometheus } from "./prometheus.ts";
import { RealServer, type Start } from "./real-server.ts";
import { fakeArgocd, fakeGrafana, type Upstream } from "./upstreams.ts";

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const callerToken = "what-callers-of-the-tests-bring";
const upstreamToken = "what-the-server-brings-upstream";

/** Starts the one server of an inventory as generated or spoilt, and probes it. */
async function probed(
  written: (port: number) => string,
  start: Start = {},
  env: Readonly<Record<string, string>> = {},
): Promise<{
  readonly code: number;
  readonly told: ProbeResult["servers"][number];
  readonly wanted: readonly string[];
}> {
  const [port = 0] = await freePorts(1);
  const lab = new McpLab(written(port), { KUBECONFIG: kubeconfig() });
  ends.push(() => {
    lab.end();
  });
  const [server] = (await lab.mcp()).servers;
  if (server === undefined) throw new Error("no server");
  const running = await RealServer.start(server, await lab.manifests(), start);
  ends.push(() => running.stop());
  lab.forwardTo({ [server.name]: running.port });
  const { code, servers } = await lab.probed([], env);
  const [told] = servers;
  if (told === undefined) throw new Error("nothing was told");
  process.stdout.write(`${told.server}: ${told.ms} ms\n`);
  return { code, told, wanted: server.plan.trial.tools };
}

/** A kubeconfig with the context of the inventory, whose cluster is never asked. */
function kubeconfig(): string {
  const folder = mkdtempSync(join(tmpdir(), "fluxtilt-kube-"));
  ends.push(() => {
    rmSync(folder, { recursive: true });
  });
  const path = join(folder, "config");
  const text = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "test", cluster: { server: "https://127.0.0.1:1" } }],
    contexts: [{ name: "admin@test", context: { cluster: "test", user: "admin" } }],
    users: [{ name: "admin", user: {} }],
  };
  writeFileSync(path, JSON.stringify(text));
  return path;
}

async function upstream(fake: Promise<Upstream>): Promise<Upstream> {
  const one = await fake;
  ends.push(() => one.end());
  return one;
}

const codesOf = ({ findings }: ProbeResult["servers"][number]): readonly string[] => [
  ...new Set(findings.map(({ code }) => code)),
];

describeMcp("mcp-grafana", ["mcp-grafana", "unshare"], () => {
  const secrets = { GRAFANA_SERVICE_ACCOUNT_TOKEN: upstreamToken, MCP_GRAFANA_SERVER_TOKEN: callerToken };
  const env = { MCP_GRAFANA_SERVER_TOKEN: callerToken };
  const written =
    (url: string) =>
    (port: number): string =>
      `grafana: { version: 2.1.1, url: "${url}", port: ${port} }`;

  it("answers, and refuses what it must", async () => {
    const grafana = await upstream(fakeGrafana());
    const { code, told, wanted } = await probed(written(grafana.url), { secrets }, env);
    expect(told).toMatchObject({ verdict: "holds", findings: [], revisions: ["2026-07-28", "2025-11-25"] });
    expect(wanted).toEqual(expect.arrayContaining([...told.tools]));
    expect(told.tools.length).toBeGreaterThan(20);
    expect(code).toBe(0);
    const searches = grafana.requests.filter(({ line }) => line.startsWith("GET /api/search"));
    expect(searches.length).toBeGreaterThanOrEqual(5);
    for (const { token } of searches) expect(token).toBe(`Bearer ${upstreamToken}`);
    expect(grafana.requests.filter(({ line }) => !line.startsWith("GET "))).toEqual([]);
  });

  it("says that the token is refused", async () => {
    const grafana = await upstream(fakeGrafana());
    const other = { MCP_GRAFANA_SERVER_TOKEN: "another" };
    const { code, told } = await probed(written(grafana.url), { secrets }, other);
    expect(told).toMatchObject({ verdict: "not reached" });
    expect(told.findings).toMatchObject([
      { code: "FT851", message: "`grafana` cannot be reached: it refuses the token" },
    ]);
    expect(code).toBe(3);
  });

  it.each([
    ["with tools that write", (text: string) => text.replace("--disable-write", "--debug"), "FT854"],
    ["without a token of its callers", (text: string) => (text === callerToken ? "" : text), "FT857"],
    ["for any host", (text: string) => (text.startsWith("localhost:") ? "*" : text), "FT857"],
  ])("is told when it stands %s", async (_, spoil, expected) => {
    const grafana = await upstream(fakeGrafana());
    const spoilt = Object.fromEntries(Object.entries(secrets).map(([name, value]) => [name, spoil(value)]));
    const { code, told } = await probed(written(grafana.url), { secrets: spoilt, spoil }, env);
    expect(codesOf(told)).toContain(expected);
    expect(told.verdict).toBe("fails");
    expect(code).toBe(1);
  });
});

describeMcp("argocd-mcp", ["argocd-mcp", "unshare"], () => {
  const secrets = { ARGOCD_API_TOKEN: upstreamToken, MCP_AUTH_TOKEN: callerToken };
  const env = { MCP_ARGOCD_TOKEN: callerToken };
  const written =
    (url: string) =>
    (port: number): string =>
      `argocd: { version: 0.9.0, url: "${url}", port: ${port} }`;

  it("answers, and refuses what it must", async () => {
    const argocd = await upstream(fakeArgocd());
    const { code, told, wanted } = await probed(written(argocd.url), { secrets }, env);
    expect(told).toMatchObject({ verdict: "holds", findings: [], revisions: ["2025-11-25"] });
    expect([...told.tools].sort()).toEqual(wanted);
    expect(code).toBe(0);
    expect(argocd.requests.length).toBeGreaterThanOrEqual(5);
    for (const { line, token } of argocd.requests)
      expect([line, token]).toEqual([expect.stringMatching(/^GET /), `Bearer ${upstreamToken}`]);
  });

  it("is told when it can write", async () => {
    const argocd = await upstream(fakeArgocd());
    const spoil = (text: string): string => (text === "true" ? "yes" : text);
    const { code, told } = await probed(written(argocd.url), { secrets, spoil }, env);
    expect(codesOf(told)).toEqual(expect.arrayContaining(["FT853", "FT854"]));
    expect(code).toBe(1);
  });
});

describeMcp("prometheus-mcp-server", ["prometheus-mcp-server", "prometheus", "unshare"], () => {
  it("asks a real Prometheus", async () => {
    const { url, end } = await startPrometheus();
    ends.push(end);
    const { code, told, wanted } = await probed(
      (local) => `prometheus: { version: 1.6.2, url: "${url}", port: ${local} }`,
    );
    expect(told).toMatchObject({ verdict: "holds", findings: [], revisions: ["2025-11-25"] });
    expect([...told.tools].sort()).toEqual(wanted);
    expect(code).toBe(0);
  });

  it("is not proved while Prometheus is off", async () => {
    const { code, told } = await probed(
      (local) => `prometheus: { version: 1.6.2, url: "http://127.0.0.1:1", port: ${local} }`,
    );
    expect(told.findings).toMatchObject([
      { code: "FT852", message: expect.stringContaining("does not answer `execute_query`") as string },
    ]);
    expect(code).toBe(3);
  });
});
