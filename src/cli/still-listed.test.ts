import { afterEach, beforeEach, expect, it } from "vitest";
import { createProject, type Project } from "./testing/command-line.ts";

const cluster = "version: 1\ncluster: { name: lab, contexts: [lab] }\n";
const task = "tasks: { hello: echo hello }\n";
const mcp =
  "mcp: { path: infra/mcp, fluxFile: clusters/lab/mcp.yaml, cni: cilium, servers: { kubernetes: { version: v0.0.67 } } }\n";

let project: Project;
beforeEach(async () => {
  project = await createProject({
    "cluster.config.yaml": cluster + task + mcp,
    "clusters/lab/kustomization.yaml": "resources:\n  - apps.yaml\n  - ./mcp.yaml\n",
    "clusters/lab/apps.yaml": "",
  });
});
afterEach(() => project.end());

it("tells that a kustomization still lists what was removed, and nothing once it does not", async () => {
  expect((await project.run(["generate"])).code).toBe(0);
  await project.put("cluster.config.yaml", cluster + task);
  const { code, stderr } = await project.run(["generate"]);
  expect(code).toBe(0);
  expect(stderr).toContain("removed clusters/lab/mcp.yaml\n");
  expect(stderr).toContain(
    "clusters/lab/kustomization.yaml still lists mcp.yaml: take it out, or Flux cannot build that folder\n",
  );
  await project.put("clusters/lab/kustomization.yaml", "resources: [apps.yaml]\n");
  await project.put("cluster.config.yaml", cluster + task + mcp);
  await project.run(["generate"]);
  await project.put("cluster.config.yaml", cluster + task);
  expect((await project.run(["generate"])).stderr).not.toContain("still lists");
});
