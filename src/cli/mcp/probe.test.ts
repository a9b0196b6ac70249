import { spawn } from "node:child_process";
import { afterEach, describe, expect, it } from "vitest";
import { accepts } from "../../io/listening.ts";
import { freePorts } from "../../testing/apiserver/server-process.ts";
import { fakeServer, type FakeOptions, type FakeServer } from "../../testing/mcp/fake-server.ts";
import { McpLab } from "../../testing/mcp/lab.ts";
import { until } from "../../testing/tilt/until.ts";
import { bundle } from "../testing/command-line.ts";

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const namespaces = { namespaces_list: { text: "default" } };
const secretsRefused = { resources_get: { text: "secrets is forbidden", isError: true } };
const kubernetes: FakeOptions = {
  tools: { ...namespaces, ...secretsRefused },
  token: "minted-for-the-tests",
  refusesOtherHosts: true,
};
const grafana: FakeOptions = {
  tools: { search_dashboards: { text: "[]" } },
  token: "of-grafana",
  refusesOtherHosts: true,
};
const prometheus: FakeOptions = { tools: { execute_query: { text: "1" } } };

const env = { MCP_GRAFANA_SERVER_TOKEN: "of-grafana" };
const names = ["kubernetes", "grafana", "prometheus"] as const;

interface Fakes {
  readonly lab: McpLab;
  readonly servers: readonly FakeServer[];
  /** On this machine, by server. */
  readonly ports: readonly number[];
  readonly services: Readonly<Record<string, number>>;
}

/** Three servers that hold, one of them perhaps replaced, and an inventory of them. */
async function three(replaced: Partial<Record<(typeof names)[number], FakeOptions>> = {}): Promise<Fakes> {
  const ports = await freePorts(3);
  const options = { kubernetes, grafana, prometheus, ...replaced };
  const servers = await Promise.all(names.map((name) => fakeServer(options[name])));
  for (const one of servers) ends.push(() => one.end());
  const services = Object.fromEntries(names.map((name, at) => [`mcp-${name}`, servers[at]?.port ?? 0]));
  const lab = new McpLab(
    `kubernetes: { version: v0.0.67, port: ${ports[0]} }
grafana: { version: 2.1.1, url: "http://grafana.web:80", port: ${ports[1]} }
prometheus: { version: 1.6.2, url: "http://prometheus.web:80", port: ${ports[2]} }`,
  );
  ends.push(() => {
    lab.end();
  });
  lab.forwardTo(services);
  return { lab, servers, ports, services };
}

it("tells each server in a table, and ends its forwards", async () => {
  const { lab, ports, servers } = await three();
  const { code, stdout, stderr } = await lab.probe([], env);
  expect([stderr, code]).toEqual(["", 0]);
  expect(
    stdout
      .replace(/\d+ ms/g, "N ms")
      .split("\n")
      .map((line) => line.split(/ {2,}/).slice(0, 5)),
  ).toEqual([
    ["SERVER", "VERDICT", "TIME", "TOOLS", "MCP"],
    ...["kubernetes", "grafana", "prometheus"].map((name) => [
      ...[name, "holds", "N ms", name === "kubernetes" ? "2" : "1", "2025-11-25"],
    ]),
    [""],
  ]);
  for (const port of ports) expect(await accepts(port)).toBe(false);
  expect(servers[0]?.calls).toEqual([
    ...Array.from({ length: 5 }, () => "namespaces_list"),
    ...["resources_get", "resources_delete", "configuration_view"],
  ]);
});

describe("a server that cannot be reached", () => {
  it.each([
    ["kubernetes", undefined, "there is no Service `mcp-kubernetes` in `mcp`"],
    [
      "grafana",
      "error: unable to forward port because pod is not running. Current status=Pending",
      "no pod of `mcp-grafana` runs",
    ],
    ["prometheus", "error: no such thing", "kubectl port-forward says: error: no such thing"],
    ["grafana", "SIGKILL", "kubectl port-forward was ended by SIGKILL"],
  ])("%s: the others are probed all the same", async (name, said, cause) => {
    const { lab, services } = await three();
    const rest = Object.entries(services).filter(([service]) => service !== `mcp-${name}`);
    lab.forwardTo({ ...Object.fromEntries(rest), ...(said === undefined ? {} : { [`mcp-${name}`]: said }) });
    const { code, servers } = await lab.probed([], env);
    expect(code).toBe(3);
    for (const one of servers)
      expect(one).toMatchObject(
        one.server === name
          ? {
              verdict: "not reached",
              findings: [{ code: "FT851", message: `\`${name}\` cannot be reached: ${cause}` }],
            }
          : { verdict: "holds", findings: [] },
      );
  });

  it("is told why: the token is refused, or not set", async () => {
    const { lab } = await three({ kubernetes: { ...kubernetes, token: "another" } });
    const { code, servers } = await lab.probed();
    expect(servers.map(({ findings }) => findings[0]?.message)).toEqual([
      "`kubernetes` cannot be reached: it refuses the token",
      "`grafana` cannot be reached: `MCP_GRAFANA_SERVER_TOKEN` is not set, with which callers prove who they are",
      undefined,
    ]);
    expect(code).toBe(3);
  });

  it("without kubectl, unless a forward is there already", async () => {
    const { lab, ports, servers } = await three();
    const [, , port = 0] = ports;
    lab.write(`grafana: { version: 2.1.1, url: "http://grafana.web:80", port: ${ports[1]} }
prometheus: { version: 1.6.2, url: "http://prometheus.web:80", port: ${servers[2]?.port ?? port} }`);
    const { code, servers: told } = await lab.probed([], { ...env, PATH: lab.root });
    expect(told).toMatchObject([
      {
        verdict: "not reached",
        findings: [{ message: "`grafana` cannot be reached: kubectl is not there" }],
      },
      { verdict: "holds" },
    ]);
    expect(code).toBe(3);
  });

  it("is told at its place in the inventory", async () => {
    const { lab } = await three();
    const { code, stderr } = await lab.probe(["grafana"]);
    expect(code).toBe(3);
    expect(stderr).toContain("cluster.config.yaml:11:5");
    expect(stderr).toContain("help: set it to what the server's Secret holds");
  });
});

describe("a server that does not hold", () => {
  it("shows the token that it was sent: told, and not shown again", async () => {
    const echoes = { ...kubernetes.tools, namespaces_list: (token: string) => ({ text: `with ${token}` }) };
    const { lab } = await three({ kubernetes: { ...kubernetes, tools: echoes } });
    const { code, servers, text } = await lab.probed(["kubernetes"]);
    expect(servers).toMatchObject([{ verdict: "fails", findings: [{ code: "FT856" }] }]);
    expect(text).not.toContain("minted-for-the-tests");
    expect(code).toBe(1);
  });

  it("does what it does not show", async () => {
    const tools = { ...kubernetes.tools, resources_delete: { text: "deleted" } };
    const { lab } = await three({ kubernetes: { ...kubernetes, tools, hidden: ["resources_delete"] } });
    const { code, servers } = await lab.probed(["kubernetes"]);
    expect(servers).toMatchObject([{ findings: [{ code: "FT853" }] }]);
    expect(code).toBe(1);
  });

  it("lets in who has no token, and calls it by any name", async () => {
    const { lab } = await three({ grafana: { tools: grafana.tools } });
    const { code, servers } = await lab.probed(["grafana"], env);
    expect(servers[0]?.findings.map(({ message }) => message)).toEqual([
      "`grafana` answers callers without a token",
      "`grafana` answers callers under any other host",
    ]);
    expect(code).toBe(1);
  });

  it("gives no answer in time", async () => {
    const { lab } = await three({ prometheus: { tools: { execute_query: 5_000 } } });
    const { code, servers } = await lab.probed(["prometheus", "--timeout", "1"]);
    expect(servers).toMatchObject([{ verdict: "fails", findings: [{ code: "FT858" }] }]);
    expect(code).toBe(1);
  });

  it("outweighs one that cannot be reached", async () => {
    const { lab } = await three({ kubernetes: { ...kubernetes, refusesOtherHosts: false } });
    expect(await lab.probed()).toMatchObject({
      code: 1,
      servers: [{ verdict: "fails" }, { verdict: "not reached" }, { verdict: "holds" }],
    });
  });
});

describe("a hostile server", () => {
  it("gives a schema that no answer of its own can be held against in time", async () => {
    const { lab } = await three({
      prometheus: {
        outputSchema: { type: "object", properties: { a: { type: "string", pattern: "^(a+)+$" } } },
        tools: { execute_query: { text: "1", structuredContent: { a: `${"a".repeat(40)}!` } } },
      },
    });
    expect(await lab.probed(["prometheus"])).toMatchObject({ code: 0, servers: [{ verdict: "holds" }] });
  });

  it.each([
    ["initialize", "application/json", "not reached"],
    ["tools/list", "application/json", "not reached"],
    ["tools/list", "text/event-stream", "not reached"],
    ["tools/call", "application/json", "not proved"],
    ["tools/call", "text/event-stream", "not proved"],
  ] as const)("answers far too much to %s, as %s: %s", async (method, as, verdict) => {
    const { lab } = await three({ prometheus: { ...prometheus, flood: { method, as } } });
    const { code, servers } = await lab.probed(["prometheus", "--timeout", "5"]);
    expect({ code, servers }).toMatchObject({ code: 3, servers: [{ verdict }] });
    expect(servers[0]?.findings[0]?.message).toMatch(/: "its answer has more than 16 MB"$/);
  });

  it("may answer much", async () => {
    const { lab } = await three({
      prometheus: { tools: { execute_query: { text: "x".repeat(2_000_000) } } },
    });
    expect(await lab.probed(["prometheus"])).toMatchObject({ code: 0, servers: [{ verdict: "holds" }] });
  });
});

describe("a call that cannot be carried out", () => {
  it.each([
    [["grafna"], "the inventory has no MCP server `grafna`", "did you mean `grafana`?"],
    [["--timeout", "soon"], "`--timeout` takes seconds, from 1 to 600, not `soon`", ""],
    [["--format", "github"], "it tells text or json", ""],
  ])("%j", async (args, said, help) => {
    const { lab } = await three();
    const { code, stdout, stderr } = await lab.probe(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(said);
    expect(stderr).toContain(help);
  });
});

it("ends its children when it is interrupted", async () => {
  const { lab, ports, servers } = await three({ prometheus: { tools: { execute_query: 60_000 } } });
  const child = spawn(process.execPath, [bundle, "mcp", "probe", "prometheus", "--timeout", "60"], {
    cwd: lab.root,
    env: { ...process.env, ...lab.env },
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  await until("question", () => (servers[2]?.calls.length === 1 ? true : undefined));
  child.kill("SIGINT");
  expect(await ended).toBe(130);
  expect(await accepts(ports[2] ?? 0)).toBe(false);
});
