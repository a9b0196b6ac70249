import { afterEach, expect, it } from "vitest";
import { createProject, type Project } from "./testing/command-line.ts";

let project: Project;
afterEach(() => project.end());

const inventory = `version: 1
cluster: { name: lab, contexts: [admin@lab] }
mcp:
  path: mcp
  fluxFile: clusters/mcp.yaml
  cni: cilium
  servers:
    grafana: { version: 1.1.0, url: "http://grafana.monitoring:80" }
    flux: { version: v0.60.0 }
  clients: [claude-code]
`;
const own = '{\n  // mine\n  "mcpServers": {\n    "beads": { "command": "bd" }\n  }\n}\n';

it("is written between what people wrote, checked, and left as it was", async () => {
  project = await createProject({
    "cluster.config.yaml": inventory,
    ".mcp.json": own,
    ".gitignore": ".env\n",
  });
  expect(await project.run(["check"])).toMatchObject({ code: 1 });
  expect((await project.run(["generate"])).stderr).toContain("wrote .mcp.json\n");
  expect(await project.read(".mcp.json")).toContain(
    '// mine\n  "mcpServers": {\n    "beads": { "command": "bd" },\n    "grafana": {',
  );
  expect(await project.run(["check"])).toMatchObject({ code: 0, stdout: "" });
  expect(await project.run(["diff"])).toMatchObject({ code: 0, stdout: "" });

  await project.put("cluster.config.yaml", inventory.replace("  clients: [claude-code]\n", ""));
  const { stdout } = await project.run(["diff"]);
  expect(stdout).toContain("--- a/.mcp.json\n+++ b/.mcp.json\n");
  expect(stdout).toContain('-    "beads": { "command": "bd" },\n');
  expect(stdout).not.toContain("/dev/null");
  expect((await project.run(["generate"])).code).toBe(0);
  expect(await project.read(".mcp.json")).toBe(own);
});

it("tells an edit at its entry with the diff once, in text and for programs", async () => {
  project = await createProject({ "cluster.config.yaml": inventory, ".gitignore": ".env\n" });
  await project.run(["generate"]);
  const edited = (await project.read(".mcp.json")).replaceAll("127.0.0.1", "elsewhere");
  await project.put(".mcp.json", edited);
  const ran = await project.run(["generate"]);
  expect(ran.code).toBe(1);
  expect(ran.stderr).toContain(
    "error[FT503]: `mcpServers.grafana` in `.mcp.json` was edited by hand\n --> .mcp.json:3:5\n",
  );
  expect(ran.stderr).toContain("error[FT503]: `mcpServers.flux` in `.mcp.json` was edited by hand\n");
  expect(ran.stdout.match(/^--- /gm)).toHaveLength(1);
  expect(await project.read(".mcp.json")).toBe(edited);
  const { stdout } = await project.run(["--format", "github", "check"]);
  expect(stdout).toMatch(/^::error file=\.mcp\.json,line=3,.*title=FT503::/m);
  expect((await project.run(["generate", "--force"])).code).toBe(0);
  expect(await project.run(["check"])).toMatchObject({ code: 0 });
});

it("is told where it is no JSON, by every command, and never written", async () => {
  project = await createProject({ "cluster.config.yaml": inventory, ".gitignore": ".env\n" });
  await project.put(".mcp.json", '{\n  "mcpServers": {\n    "beads": {}\n  \n');
  for (const argv of [["check"], ["generate"], ["generate", "--force"], ["diff"]]) {
    const { code, stderr } = await project.run(argv);
    expect(code, argv.join(" ")).toBe(1);
    expect(stderr).toContain(
      "error[FT510]: `.mcp.json` cannot be shared: close brace expected\n --> .mcp.json:5:1\n",
    );
  }
  expect(await project.files()).not.toContain("Tiltfile");
});
