import { afterEach, beforeEach, expect, it } from "vitest";
import type { Project } from "../cli/testing/command-line.ts";
import { codesIn, copyOfLab, head } from "./flux-lab.ts";

const inventory = `${head}
mcp:
  path: infra/mcp
  fluxFile: clusters/home/mcp.yaml
  cni: cilium
  servers: { kubernetes: { version: v0.0.67 }, flux: { version: v0.60.0 } }
`;

let project: Project;
beforeEach(async () => {
  project = await copyOfLab();
  // The golden would count as a file that nothing generates any more.
  await project.remove("expected");
});
afterEach(() => project.end());

/** Names the servers' Flux object in the kustomization of the cluster, as a person does. */
async function listIt(): Promise<void> {
  const path = "clusters/home/kustomization.yaml";
  await project.put(path, (await project.read(path)).replace("infra.yaml", "infra.yaml, mcp.yaml"));
}

it("takes the servers for deployed, before and after their manifests are written", async () => {
  await listIt();
  expect(await codesIn(project, inventory)).toEqual([]);
  expect((await project.run(["check", "--repo"])).stderr).toContain("FT502");
  expect((await project.run(["generate"])).code).toBe(0);
  for (const command of ["validate", "check", "drift"])
    expect((await project.run([command, "--repo"])).stderr).not.toContain("mcp");
  expect((await project.run(["check", "--repo"])).code).toBe(0);
});

it("tells that Flux does not reach them where their object is not listed", async () => {
  expect(await codesIn(project, inventory)).toEqual(["FT631"]);
  expect((await project.run(["generate"])).code).toBe(0);
  expect(await codesIn(project, inventory)).toEqual(["FT631"]);
});
