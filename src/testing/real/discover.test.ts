import { expect, it } from "vitest";
import { createProject, type Project } from "../../cli/testing/command-line.ts";
import { compareResources } from "../../evaluated/compare.ts";
import { copyOfLab } from "../flux-lab.ts";
import { readCases } from "../flux/cases.ts";
import { describeTilt } from "../tilt/available.ts";
import { tiltfileResult } from "../tilt/tiltfile-result.ts";
import { bannerOf, generateProject, resourcesOf } from "./project.ts";

const file = "cluster.config.yaml";

/** Discovers, takes up every comment where told, and answers how many entries Tilt was given; all must hold. */
async function roundTrip(project: Project, root: string, takesUp: boolean): Promise<number> {
  await project.remove(file);
  const fresh = ["discover", "--repo", "--context", "admin@home", "--root", root, "--write"];
  const made = await project.run(fresh);
  expect(made.code, made.stderr).toBe(0);
  if (!(await project.files()).includes(file)) return 0;
  if (takesUp) {
    const text = await project.read(file);
    const body = text.search(/^(# )?(buttonSets|groups):$/m);
    await project.put(file, text.slice(0, body) + text.slice(body).replace(/^( *)# /gm, "$1"));
  }
  const { code, stderr } = await project.run(["validate", "--repo"]);
  expect(code, stderr).toBe(0);
  const { dashboard, sandbox } = await generateProject(project.root);
  try {
    const result = await tiltfileResult(sandbox, "Tiltfile", { prints: [bannerOf(dashboard)] });
    expect([result.exit, result.warnings], result.stderr).toEqual([0, []]);
    const loading = { dashboard, file: "Tiltfile", develop: [], context: "admin@home" };
    expect(compareResources(loading, result.json ?? {}, sandbox.project)).toEqual([]);
    return resourcesOf(dashboard).length;
  } finally {
    await sandbox.dispose();
  }
}

describeTilt("an inventory that was discovered", () => {
  it.each([
    ["as it is", false, 5],
    ["with all of its comments", true, 8],
  ])("of the lab is to Tilt what it says, %s", async (_, takesUp, wanted) => {
    const project = await copyOfLab();
    try {
      expect(await roundTrip(project, "clusters/home", takesUp)).toBe(wanted);
    } finally {
      await project.end();
    }
  });

  it("of every small repository is too", { timeout: 180_000 }, async () => {
    let entries = 0;
    for (const { name, files } of readCases()) {
      if (!Object.keys(files).some((path) => path.startsWith("cluster/"))) continue;
      const project = await createProject(files);
      try {
        entries += await roundTrip(project, "cluster", true);
      } catch (error) {
        throw new Error(name, { cause: error });
      } finally {
        await project.end();
      }
    }
    expect(entries).toBeGreaterThan(20);
  });
});
