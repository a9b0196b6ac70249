import { execFile } from "node:child_process";
import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { withScratch } from "../../io/scratch.ts";
import { servers } from "../../mcp/index.ts";
import { basicAuthVariable } from "../../mcp/server.ts";
import { compile } from "../../testing/golden/compile.ts";
import { memoryFiles } from "../../testing/memory-files.ts";

const grafana = { version: "1.1.0", url: "http://grafana.monitoring:80" };
const prometheus = {
  version: "1.6.2",
  url: "http://prometheus.monitoring:9090",
  expose: { host: "p.lab.example", tls: { default: true }, basicAuth: "mcp-users" },
};
const all = {
  kubernetes: { version: "v0.0.67" },
  grafana,
  prometheus,
  flux: { version: "v0.60.0" },
  argocd: { version: "0.9.0", url: "http://argocd-server.argocd:80" },
  tekton: { version: "v0.0.67" },
};

async function made(
  mcp: object,
  more: object = {},
): Promise<{
  readonly codes: readonly string[];
  readonly files: Readonly<Record<string, string>>;
}> {
  const inventory = {
    version: 1,
    cluster: { name: "lab", contexts: ["admin@lab"], domain: "lab.example" },
    ...more,
    mcp: { path: "mcp", fluxFile: "clusters/mcp.yaml", cni: "cilium", ...mcp },
  };
  const { project, artifacts } = await compile(
    memoryFiles({ "cluster.config.yaml": JSON.stringify(inventory) }),
  );
  return {
    codes: project.diagnostics.map(({ code }) => code),
    files: Object.fromEntries(artifacts.map(({ path, text }) => [path, text])),
  };
}

/** Names of the variables in `.env.example`. */
const variables = (text = ""): readonly string[] =>
  [...text.matchAll(/^(\w+)=$/gm)].map(([, name = ""]) => name);

const url = z.string().regex(/^https?:\/\/[^/]+\/mcp$/);
const authorization = (value: RegExp): z.ZodType =>
  z.strictObject({ Authorization: z.string().regex(value) });

// The forms that the clients' documentation gives for HTTP: code.claude.com/docs/en/mcp,
// microsoft/vscode mcpConfiguration.ts (its own schema), cursor.com/docs/context/mcp.
const forms = {
  ".mcp.json": z.strictObject({
    mcpServers: z.record(
      z.string().regex(/^[\w-]+$/),
      z.strictObject({
        type: z.literal("http"),
        url,
        headers: authorization(/^(Bearer|Basic) \$\{[A-Z_]+\}$/).optional(),
        headersHelper: z.string().optional(),
      }),
    ),
  }),
  ".vscode/mcp.json": z.strictObject({
    inputs: z.array(
      z.strictObject({
        type: z.literal("promptString"),
        id: z.string().regex(/^[\w-]+$/),
        description: z.string().min(1),
        password: z.literal(true),
      }),
    ),
    servers: z.record(
      z.string(),
      z.strictObject({
        type: z.literal("http"),
        url,
        headers: authorization(/^(Bearer|Basic) \$\{input:[\w-]+\}$/).optional(),
      }),
    ),
  }),
  ".cursor/mcp.json": z.strictObject({
    mcpServers: z.record(
      z.string(),
      z.strictObject({ url, headers: authorization(/^(Bearer|Basic) \$\{env:[A-Z_]+\}$/).optional() }),
    ),
  }),
};

describe("the clients' files", () => {
  it("have their documented form, and name what exists", async () => {
    const { codes, files } = await made({ servers: all, clients: ["claude-code", "vscode", "cursor"] });
    expect(codes.filter((code) => code === "FT335")).toEqual([]);
    for (const [path, form] of Object.entries(forms)) form.parse(JSON.parse(files[path] ?? ""));
    const vscode = forms[".vscode/mcp.json"].parse(JSON.parse(files[".vscode/mcp.json"] ?? ""));
    const asked = [...(files[".vscode/mcp.json"] ?? "").matchAll(/\$\{input:([\w-]+)\}/g)].map(
      ([, id]) => id,
    );
    expect(vscode.inputs.map(({ id }) => id)).toEqual(asked);
    const named = ["", "env:"].flatMap((before) =>
      [".mcp.json", ".cursor/mcp.json"].flatMap((path) =>
        [...(files[path] ?? "").matchAll(new RegExp(`\\$\\{${before}([A-Z_]+)\\}`, "g"))].map(
          ([, name]) => name,
        ),
      ),
    );
    expect([...new Set(named)].sort()).toEqual([...variables(files[".env.example"])].sort());
  });

  it("are those that are asked for, and Claude Desktop has none", async () => {
    const { files } = await made({ servers: { grafana }, clients: ["claude-desktop", "cursor"] });
    expect(Object.keys(files).filter((path) => path.endsWith(".json"))).toEqual([".cursor/mcp.json"]);
  });

  it("mint a token of the first context, and fail where kubectl does", async () => {
    const { files } = await made(
      { servers: { kubernetes: { version: "v0.0.67" } }, clients: ["claude-code"], namespace: "assistants" },
      { cluster: { name: "lab", contexts: ['it\'s $HOME "admin"', "other"] } },
    );
    const { mcpServers } = JSON.parse(files[".mcp.json"] ?? "") as {
      readonly mcpServers: { readonly kubernetes: { readonly headersHelper: string } };
    };
    const { headersHelper } = mcpServers.kubernetes;
    await withScratch(async (folder) => {
      const kubectl = join(folder, "kubectl");
      const run = promisify(execFile);
      const env = { ...process.env, PATH: `${folder}:${process.env["PATH"] ?? ""}` };
      await writeFile(kubectl, '#!/bin/sh\nprintf "%s\\n" "$@" > "$0.args"\necho eyJ.a_b-c.d\n');
      await chmod(kubectl, 0o755);
      const { stdout } = await run("/bin/sh", ["-c", headersHelper], { env });
      expect(JSON.parse(stdout)).toEqual({ Authorization: "Bearer eyJ.a_b-c.d" });
      const { stdout: args } = await run("cat", [`${kubectl}.args`]);
      expect(args.trimEnd().split("\n")).toEqual(
        ["--context", 'it\'s $HOME "admin"', "-n", "assistants", "create", "token"].concat(
          "mcp-kubernetes-caller",
          "--duration=1h",
        ),
      );
      await writeFile(kubectl, "#!/bin/sh\nexit 1\n");
      await expect(run("/bin/sh", ["-c", headersHelper], { env })).rejects.toMatchObject({
        code: 1,
        stdout: "",
      });
    });
  });
});

describe("the callers' variables", () => {
  it("are in an environment file, also where the inventory has none", async () => {
    const { files, codes } = await made({ servers: { grafana } });
    expect(variables(files[".env.example"])).toEqual(["MCP_GRAFANA_SERVER_TOKEN"]);
    expect(files["Tiltfile"]).toContain('load_environment(dotenv, os.path.join(repo, ".env"), {})');
    expect(codes).toEqual([]);
    expect((await made({ servers: { flux: all.flux } })).files[".env.example"]).toBeUndefined();
  });

  it("are said once where the inventory declares them, and used by nothing else", async () => {
    const { files, codes } = await made(
      { servers: { grafana, prometheus } },
      {
        tasks: { nodes: "kubectl get nodes" },
        env: {
          file: "dev.env",
          variables: { MCP_GRAFANA_SERVER_TOKEN: { secret: true, description: "Mine" } },
        },
      },
    );
    expect(variables(files["dev.env.example"])).toEqual([
      "MCP_GRAFANA_SERVER_TOKEN",
      "MCP_PROMETHEUS_BASIC_AUTH",
    ]);
    expect(files["dev.env.example"]).toContain("# Mine\n");
    expect(codes).toEqual([]);
  });

  it("clash with an argument of the same name", async () => {
    const { codes } = await made(
      { servers: { grafana } },
      { tilt: { args: { "mcp-grafana-server-token": { string: "" } } } },
    );
    expect(codes).toContain("FT310");
  });

  it("are other ones for every server", async () => {
    const { files } = await made({ servers: all, clients: ["cursor"] });
    const names = [...variables(files[".env.example"]), ...Object.keys(servers).map(basicAuthVariable)];
    // Prometheus stands behind basicAuth in both.
    expect(new Set(names).size).toBe(names.length - 1);
  });
});
