import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Project } from "../cli/testing/command-line.ts";
import { codesIn, copyOfLab, head, of } from "./flux-lab.ts";

let project: Project;
beforeEach(async () => {
  project = await copyOfLab();
});
afterEach(() => project.end());

describe("where Flux begins", () => {
  const rooted = (flux: string): string =>
    `version: 1\ncluster: { name: home, contexts: [admin@home], flux: { ${flux} } }\n`;
  const said = async (inventory: string): Promise<string> => {
    await project.put("cluster.config.yaml", inventory);
    return (await project.run(["validate", "--repo"])).stderr;
  };

  it("is found without being told where there is one root", async () => {
    await project.put("cluster.config.yaml", "version: 1\ncluster: { name: home, contexts: [a] }\n");
    const { code, stderr } = await project.run(["validate", "--repo"]);
    expect(stderr).toContain("all rules hold");
    expect(code).toBe(0);
    expect(await codesIn(project, rooted("root: flux-system") + of("deployment/db"))).toEqual(["FT602"]);
  });

  it("must be a folder", async () => {
    expect(await said(rooted("path: clusters/hom"))).toBe(
      [
        "error[FT601]: the path of the root, `clusters/hom`, is not in the repository",
        " --> cluster.config.yaml:2:62",
        "  |",
        "2 | cluster: { name: home, contexts: [admin@home], flux: { path: clusters/hom } }",
        "  |                                                              ^^^^^^^^^^^^",
        "  = help: give the folder that the root Kustomization builds, from the repository's top",
        "\n1 error\n",
      ].join("\n"),
    );
  });

  it("must be told where there are several", async () => {
    const sync = await project.read("clusters/home/flux-system/gotk-sync.yaml");
    const away = sync.replace("clusters/home", "clusters/away");
    await project.put("clusters/away/flux-system/gotk-sync.yaml", away);
    const told = await said(rooted("root: flux-system"));
    expect(told).toContain(
      "error[FT601]: the repository holds several clusters: `clusters/away`, `clusters/home`\n" +
        " --> cluster.config.yaml:2:",
    );
    expect(told).toContain("help: give `cluster.flux.path`, the folder that the root Kustomization builds\n");
    expect(await codesIn(project, head + of("statefulset/db"))).toEqual([]);
  });

  it("must be somewhere", async () => {
    await project.remove("clusters");
    expect(await said(rooted("root: flux-system"))).toContain(
      "error[FT601]: the repository does not say where Flux begins\n",
    );
  });

  it("must render something", async () => {
    await project.put("clusters/empty/kustomization.yaml", "resources: []\n");
    expect(await said(rooted("path: clusters/empty"))).toContain(
      "error[FT601]: `clusters/empty` renders no object, so Flux applies nothing\n",
    );
  });

  it("is found from the top of the git repository, or from --repo", async () => {
    await project.put("tilt/cluster.config.yaml", head + of("deployment/db"));
    const validate = (...more: string[]): ReturnType<Project["run"]> =>
      project.run(["validate", "--repo", ...more], { cwd: "tilt" });
    expect((await validate()).stderr).toContain("error[FT601]");
    const place = " ::: ../apps/shop/base/db.yaml:1:1 (it is made here)\n";
    for (const ran of [await validate(".."), await validate("../")]) {
      expect(ran.stderr).toContain("error[FT602]: there is no deployment `db` in `shop`");
      expect(ran.stderr).toContain(place);
    }
    await project.put(".git/HEAD", "");
    expect((await validate()).stderr).toContain(place);
  });

  it("is not looked for in a folder that is not there", async () => {
    const { code, stderr } = await project.run(["validate", "--repo", "nowhere"]);
    expect(stderr).toBe(
      "fluxtilt: there is no folder `nowhere`\nhelp: --repo takes the top of the repository\n",
    );
    expect(code).toBe(2);
  });
});

it("is asked by check too, before it compares files", async () => {
  const { code, stderr } = await project.run(["-c", "mistakes.config.yaml", "check", "--repo"]);
  expect(stderr).toContain("error[FT602]");
  expect(code).toBe(1);
});
