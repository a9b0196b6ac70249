import { afterEach, beforeEach, expect, it } from "vitest";
import type { Project } from "../cli/testing/command-line.ts";
import { copyOfLab } from "./flux-lab.ts";

let project: Project;
beforeEach(async () => {
  project = await copyOfLab();
});
afterEach(() => project.end());

/** What is told of what Flux cannot build, where all else of the lab is right. */
async function told(): Promise<readonly string[]> {
  const { stderr } = await project.run(["validate", "--repo"]);
  return [...stderr.matchAll(/^warning\[FT622\]: .*\n --> .*$/gm)].map(([text]) => text);
}

const resources = (list: string): Promise<void> =>
  project.put(
    "apps/tools/kustomization.yaml",
    `# what everybody uses\nresources:\n  - dash.yaml\n  - ${list}\n`,
  );

it("tells what Flux cannot build at the line that it cannot follow", async () => {
  await resources("lost.yaml");
  expect(await told()).toEqual([
    "warning[FT622]: Flux cannot build Kustomization `flux-system/tools`: `apps/tools/lost.yaml` is neither a file nor a folder with a kustomization\n" +
      " --> apps/tools/kustomization.yaml:4:1",
  ]);
  await resources("plain.yaml");
  expect(await told()).toEqual([]);
});

it.each([
  ["no YAML", "broken.yaml", "`apps/tools/broken.yaml` is no YAML: line 2: ", "apps/tools/broken.yaml:2:1"],
  [
    "no object",
    "value.yaml",
    "`apps/tools/value.yaml` holds something that is no Kubernetes object",
    "apps/tools/value.yaml:2:1",
  ],
  ["a circle", "circle", "`apps/tools/circle` includes itself", "apps/tools/circle/kustomization.yaml:1:1"],
  [
    "a component",
    "../shop/component",
    "`apps/shop/component` is a component",
    "apps/tools/kustomization.yaml:4:1",
  ],
  ["too much", "much/0", "what is built takes more than 5000 folders or 100000 objects", "apps/tools/much/"],
  [
    "no patch",
    "patched",
    "the patch `apps/tools/patched/gone.yaml` is missing",
    "apps/tools/patched/kustomization.yaml:1:1",
  ],
  ["one file twice", "dash.yaml", "there are two of ", "apps/tools/kustomization.yaml:1:1"],
])("tells %s", async (_, listed, cause, place) => {
  await project.put("apps/tools/broken.yaml", "---\nkind: A\n  bad: b\n");
  await project.put("apps/tools/value.yaml", "---\nmetadata: { name: a }\n");
  await project.put("apps/tools/circle/kustomization.yaml", "resources: [../circle]\n");
  await project.put("apps/tools/patched/kustomization.yaml", "patches: [{ path: gone.yaml }]\n");
  for (let level = 0; level < 14; level += 1)
    await project.put(
      `apps/tools/much/${level}/kustomization.yaml`,
      `resources: [../${level + 1}, ../${level + 1}]\n`,
    );
  await project.put("apps/tools/much/14/kustomization.yaml", "resources: []\n");
  await resources(listed);
  const [first = ""] = await told();
  const words =
    listed === "much/0"
      ? "Kustomization `flux-system/tools` is looked at only in part: "
      : "Flux cannot build Kustomization `flux-system/tools`: ";
  expect(first).toContain(words + cause);
  expect(first).toContain(` --> ${place}`);
});

it("says of a fragment among Flux's files what to do with it", async () => {
  await project.put("apps/tools/tilt.yaml", "tasks: { a: { do: { argv: [ls] } } }\n");
  await project.remove("apps/tools/kustomization.yaml");
  const inventory = await project.read("cluster.config.yaml");
  await project.put("cluster.config.yaml", `${inventory}\nfragments: [apps/tools/tilt.yaml]\n`);
  const { stderr } = await project.run(["validate", "--repo"]);
  expect(stderr).toContain("`apps/tools/tilt.yaml` holds something that is no Kubernetes object\n");
  expect(stderr).toContain(
    "help: Flux takes in all YAML files of `apps/tools`: move this one out of it, or ",
  );
});

it("tells twins once, at the second, also where they are moved to a namespace", async () => {
  await project.put("apps/tools/one.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: twin }\n");
  await project.put("apps/tools/two.yaml", `# a copy\n${await project.read("apps/tools/one.yaml")}`);
  await project.put(
    "apps/tools/kustomization.yaml",
    "namespace: tools\nresources: [dash.yaml, one.yaml, two.yaml]\n",
  );
  expect(await told()).toEqual([
    "warning[FT622]: Flux cannot build Kustomization `flux-system/tools`: there are two of ConfigMap twin, the other in `apps/tools/one.yaml`\n" +
      " --> apps/tools/two.yaml:2:1",
  ]);
});

it("tells one cause once, with all that it stops, and can be switched off", async () => {
  const more = (await project.read("clusters/home/tools.yaml")).replace("name: tools,", "name: spare,");
  await project.put(
    "clusters/home/tools.yaml",
    `${await project.read("clusters/home/tools.yaml")}\n---\n${more}`,
  );
  await resources("lost.yaml");
  expect(await told()).toEqual([
    expect.stringContaining("Flux cannot build Kustomization `flux-system/tools` and `flux-system/spare`: "),
  ]);
  const inventory = await project.read("cluster.config.yaml");
  await project.put(
    "cluster.config.yaml",
    `${inventory}\nallow: [{ rule: FT622, reason: mended tomorrow }]\n`,
  );
  expect(await told()).toEqual([]);
});
