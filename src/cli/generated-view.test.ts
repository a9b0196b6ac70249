import { afterEach, expect, it } from "vitest";
import { createProject, type Project } from "./testing/command-line.ts";
import { fluxSystem } from "./testing/flux-system.ts";

let project: Project;
afterEach(() => project.end());

const kustomization = (resources: string): string =>
  `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [${resources}]\n`;

async function repository(sections: string, listed: string): Promise<Project> {
  return createProject({
    ".gitignore": ".env\n",
    "clusters/home/flux-system.yaml": fluxSystem("clusters/home"),
    "clusters/home/kustomization.yaml": kustomization(listed),
    "cluster.config.yaml": `version: 1
cluster: { name: home, contexts: [admin@home], flux: { path: clusters/home } }
${sections}`,
  });
}

const access = "access: { path: infra/access, fluxFile: clusters/home/access.yaml }\n";

it("shows whether Flux comes to the account before its files are written", async () => {
  project = await repository(access, "flux-system.yaml");
  const { code, stderr } = await project.run(["validate", "--repo"]);
  expect(code).toBe(1);
  expect(stderr).toContain("error[FT631]: nothing on Flux's way lists `clusters/home/access.yaml`\n");
  await project.put("clusters/home/kustomization.yaml", kustomization("flux-system.yaml, access.yaml"));
  expect(await project.run(["validate", "--repo"])).toMatchObject({ code: 0 });
});

it.each([
  [".", "FT378"],
  // The root stands in its place, of which nothing more is said.
  ["infra/../../mcp", "FT207"],
])("ends where the manifests' folder is %s", async (path, told) => {
  const mcp = `mcp: { path: ${path}, fluxFile: clusters/home/mcp.yaml, cni: cilium, servers: { flux: { version: v0.60.0 } } }\n`;
  project = await repository(mcp, "flux-system.yaml, mcp.yaml");
  const { code, stderr } = await project.run(["validate", "--repo"]);
  expect(code).not.toBe(0);
  expect([...new Set(stderr.match(/FT\d+/g))]).toEqual([told]);
});
