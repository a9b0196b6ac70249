import { expect, it } from "vitest";
import { compile } from "../../testing/golden/compile.ts";
import { memoryFiles } from "../../testing/memory-files.ts";
import { bridge, claudeDesktop } from "./claude-desktop.ts";

/** What a person is to write of the only server of an inventory. */
async function entryOf(server: object): Promise<unknown> {
  const inventory = {
    version: 1,
    cluster: { name: "lab", contexts: ["admin@lab"], domain: "lab.example" },
    mcp: { path: "mcp", fluxFile: "clusters/mcp.yaml", cni: "cilium", servers: server },
    allow: [{ rule: "FT374", reason: "a lab" }],
  };
  const { project } = await compile(memoryFiles({ "cluster.config.yaml": JSON.stringify(inventory) }));
  const { dashboard } = project;
  const found = dashboard?.mcp?.servers[0];
  if (dashboard === undefined || found === undefined)
    throw new Error(project.diagnostics.map(({ message }) => message).join("\n"));
  return claudeDesktop.entries(found, dashboard);
}

const first = ["-y", bridge];
const last = ["--transport", "http-only"];
const header = ["--header", "Authorization:${AUTH_HEADER}"];
const prometheus = { version: "1.6.2", url: "http://prometheus.monitoring:9090" };
const entry = (value: object): readonly object[] => [
  { root: "mcpServers", name: "prometheus", value: { command: "npx", ...value } },
];

it("reaches a server on this machine without TLS", async () => {
  const args = [...first, expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/mcp$/), ...last];
  expect(await entryOf({ prometheus })).toEqual(entry({ args }));
});

it("sends the credential of who calls", async () => {
  const expose = { host: "p.lab.example", tls: { default: true }, basicAuth: "mcp-users" };
  expect(await entryOf({ prometheus: { ...prometheus, expose } })).toEqual(
    entry({
      args: [...first, "https://p.lab.example/mcp", ...last, ...header],
      env: { AUTH_HEADER: "Basic <MCP_PROMETHEUS_BASIC_AUTH>" },
    }),
  );
});

it("allows a host without TLS where the inventory does", async () => {
  const expose = { host: "p.lab.example", basicAuth: "mcp-users" };
  expect(await entryOf({ prometheus: { ...prometheus, expose } })).toMatchObject(
    entry({ args: [...first, "http://p.lab.example/mcp", ...last, ...header, "--allow-http"] }),
  );
});
