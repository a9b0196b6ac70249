import { afterEach, expect, it } from "vitest";
import { createProject, type Project } from "./testing/command-line.ts";
import { fluxSystem } from "./testing/flux-system.ts";

let project: Project;
afterEach(() => project.end());

/** A repository whose cluster and inventory are in the folder `platform`. */
async function below(flux: string): Promise<Project> {
  return createProject({
    ".git/HEAD": "ref: refs/heads/main\n",
    "platform/clusters/home/flux-system.yaml": fluxSystem("platform/clusters/home"),
    "platform/clusters/home/kustomization.yaml": "resources: [flux-system.yaml, access.yaml, mcp.yaml]\n",
    "platform/cluster.config.yaml": `version: 1
cluster: { name: home, contexts: [admin@home], flux: { ${flux} } }
access: { path: infra/access, fluxFile: clusters/home/access.yaml }
mcp: { path: infra/mcp, fluxFile: clusters/home/mcp.yaml, cni: cilium, servers: { flux: { version: v0.60.0 } } }
`,
  });
}

const where = { cwd: "platform" };

it.each([
  ["folder: platform", []],
  ["folder: platform/, path: platform/clusters/home", []],
  ["path: platform/clusters/home", ["FT378", "FT635"]],
  ["path: clusters/home", ["FT635"]],
  ["root: flux-system", ["FT635"]],
  ["folder: elsewhere", ["FT635"]],
])("tells where Flux looks for what is generated with %s", async (flux, told) => {
  project = await below(flux);
  const { stderr } = await project.run(["validate", "--repo"], where);
  expect([...new Set(stderr.match(/FT\d+/g))].sort()).toEqual(told);
  if (told.includes("FT635")) expect(stderr).toContain("`cluster.flux.folder: platform`\n");
});

it("shows where both are written", async () => {
  project = await below("path: clusters/home");
  const { stderr } = await project.run(["validate", "--repo"], where);
  expect(stderr)
    .toContain(`error[FT635]: Flux looks for \`infra/access\`, and the manifests are in \`platform/infra/access\`
 --> cluster.config.yaml:3:17
  |
3 | access: { path: infra/access, fluxFile: clusters/home/access.yaml }
  |                 ^^^^^^^^^^^^
 ::: clusters/home/access.yaml:3:1 (the Kustomization)
  = help: say which folder of what Flux fetches this is: \`cluster.flux.folder: platform\`
`);
});

it("has Flux look where the manifests are", async () => {
  project = await below("folder: platform");
  expect((await project.run(["generate"], where)).code).toBe(0);
  for (const [file, folder] of [
    ["access", "infra/access"],
    ["mcp", "infra/mcp"],
  ]) {
    expect(await project.read(`platform/clusters/home/${file}.yaml`)).toContain(
      `path: ./platform/${folder}\n`,
    );
    expect(await project.read(`platform/${folder}/kustomization.yaml`)).toContain("kind: Kustomization");
  }
});

it("takes no folder that is not in the repository", async () => {
  project = await below("folder: ../platform");
  expect((await project.run(["validate"], where)).stderr).toContain("error[FT207]");
});
