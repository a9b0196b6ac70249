import { afterEach, beforeEach, expect, it } from "vitest";
import { createProject, type Project } from "../testing/command-line.ts";

const cluster = "version: 1\ncluster: { name: lab, contexts: [lab] }\n";
const task = "tasks: { hello: echo hello }\n";
const mcp =
  "mcp: { path: infra/mcp, fluxFile: clusters/lab/mcp.yaml, cni: cilium, servers: { kubernetes: { version: v0.0.67 } } }\n";

let project: Project;
beforeEach(async () => {
  project = await createProject({ "cluster.config.yaml": cluster + mcp });
});
afterEach(() => project.end());

it("lists no servers where there are none", async () => {
  await project.put("cluster.config.yaml", cluster + task);
  expect(await project.run(["mcp", "list"])).toEqual({
    code: 0,
    stdout: "",
    stderr: "the inventory names no MCP servers; they go under `mcp.servers`\n",
  });
});

it("lists where a server is reached, and as whom", async () => {
  const { code, stdout } = await project.run(["mcp", "list"]);
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /kubernetes +http:\/\/127\.0\.0\.1:18080\/mcp +token of mcp-kubernetes-caller +v0\.0\.67 +mcp:kubernetes/,
  );
  const { stdout: json } = await project.run(["--format", "json", "mcp", "list"]);
  expect(JSON.parse(json)).toMatchObject({ version: 1, servers: [{ key: "kubernetes" }] });
});
