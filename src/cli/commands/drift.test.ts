import { cpSync, existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import { copyOfLab } from "../../testing/flux-lab.ts";
import { createProject, type Project } from "../testing/command-line.ts";

const repository = fileURLToPath(new URL("../../..", import.meta.url));

let project: Project;
beforeEach(async () => {
  project = await copyOfLab();
});
afterEach(() => project.end());

const file = "cluster.config.yaml";

interface Told {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly help?: string;
}

async function drift(): Promise<{ readonly code: number; readonly told: readonly Told[] }> {
  const { code, stdout } = await project.run(["--format", "json", "drift", "--repo"]);
  return { code, told: (JSON.parse(stdout) as { diagnostics: readonly Told[] }).diagnostics };
}

async function change(path: string, from: string | RegExp, to: string): Promise<void> {
  const text = await project.read(path);
  expect(text.replace(from, to)).not.toBe(text);
  await project.put(path, text.replace(from, to));
}

it("tells what is there and not named, at its group, with two ways to mend it", async () => {
  const { code, stderr } = await project.run(["drift", "--repo"]);
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^error\[FT811\]: the inventory does not name deployment `board` in `tools`, of HelmRelease tools\/board\n {2}--> cluster\.config\.yaml:39:3\n/,
  );
  expect(stderr).toContain("`fluxtilt discover`, or list `deployment/tools/board` under `ignore`");
});

it("is silent and 0 once it is added, or ignored", async () => {
  await change(file, "groups:\n", "ignore: [deployment/tools/board]\ngroups:\n");
  expect(await drift()).toEqual({ code: 0, told: [] });
});

it("tells a pattern that ignores nothing", async () => {
  await change(file, "groups:\n", "ignore: [tools/board, nowhere/*]\ngroups:\n");
  expect(await drift()).toMatchObject({ code: 0, told: [{ code: "FT812", severity: "warning" }] });
});

it.each([
  [
    "renamed",
    "apps/shop/base/db.yaml",
    /name: db\b/,
    "name: database",
    "FT602 Flux applies no statefulset `db` in `shop`",
  ],
  [
    "of another kind",
    "apps/shop/base/db.yaml",
    "kind: StatefulSet",
    "kind: Deployment",
    "FT602 there is no statefulset `db` in `shop`: it is a Deployment",
  ],
  [
    "at another port",
    "apps/shop/component/kustomization.yaml",
    "containerPort: 9100",
    "containerPort: 9200",
    "FT605 no container of Deployment `shop` declares port 9100",
  ],
  [
    "in another namespace",
    "apps/shop/overlay/kustomization.yaml",
    "namespace: shop",
    "namespace: tools",
    "FT602 there is no statefulset `db` in `shop`: it is in `tools`",
  ],
  [
    "of another owner",
    "clusters/home/shop.yaml",
    /^([^]*)name: shop,([^]*)$/,
    "$1name: store,$2---\n$1name: shop, namespace: flux-system }\nspec: { path: ./apps/paused, sourceRef: { kind: GitRepository, name: flux-system } }\n",
    "FT613 Kustomization `flux-system/store` deploys `db`, not Kustomization `flux-system/shop`",
  ],
])("tells a workload that is %s since", async (_, path, from, to, wanted) => {
  await change(file, "groups:\n", "ignore: [deployment/tools/board]\ngroups:\n");
  await change(path, from, to);
  const { code, told } = await drift();
  expect(code).toBe(1);
  const errors = told.filter(({ severity }) => severity === "error");
  expect(errors.map((one) => `${one.code} ${one.message}`)).toContain(wanted);
});

it("annotates for GitHub", async () => {
  const { code, stdout } = await project.run(["--format", "github", "drift", "--repo"]);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^::error file=cluster\.config\.yaml,line=39,.*title=FT811/);
});

it("does not call anything gone where Flux begins nowhere, nor an inventory that cannot be read", async () => {
  await change(file, "path: clusters/home", "path: clusters/nowhere");
  expect((await project.run(["drift", "--repo"])).code).toBe(2);
  await project.put(file, "version: 2\n");
  expect((await project.run(["drift", "--repo"])).code).toBe(2);
  expect((await project.run(["drift"])).code).toBe(2);
});

it("has nothing to say of this repository, nor has discover to add", async () => {
  const own = await createProject();
  try {
    for (const part of [
      "cluster.config.yaml",
      "applications",
      "infrastructure",
      "clusters",
      "scripts",
      "local.Tiltfile",
    ])
      if (existsSync(join(repository, part)))
        cpSync(join(repository, part), join(own.root, part), { recursive: true });
    expect(await own.run(["drift", "--repo"])).toMatchObject({ code: 0, stdout: "" });
    const found = await own.run(["discover", "--repo"]);
    expect([found.code, found.stdout]).toEqual([0, ""]);
  } finally {
    await own.end();
  }
});
