import { mkdir, symlink, truncate } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { createProject, inventory, runBundle, type Project } from "./testing/command-line.ts";

let project: Project;
afterEach(() => project.end());

/** Each doubles the one before: 2^40 nodes when written out. */
const bomb = Array.from({ length: 40 }, (_, index) =>
  index === 0 ? "a0: &a0 [x, x]" : `a${index}: &a${index} [*a${index - 1}, *a${index - 1}]`,
).join("\n");

/** What the file holds, and the one thing that is said of it. */
const cases: readonly (readonly [name: string, content: string | Uint8Array, code: string, said: string])[] =
  [
    ["empty", "", "FT005", "is empty"],
    ["only comments", "# nothing\n\n", "FT005", "is empty"],
    ["not YAML", `${inventory}broken: [1, 2\n`, "FT004", "`[`"],
    ["a tab for indentation", "version: 1\ncluster:\n\tname: x\n", "FT004", "tab"],
    ["not UTF-8", Buffer.from("version: 1\n# D\xfcsseldorf\n", "latin1"), "FT002", "byte FC"],
    ["UTF-16", Buffer.from(`\ufeff${inventory}`, "utf16le"), "FT002", "is not UTF-8"],
    ["a list", "- version: 1\n- cluster: x\n", "FT006", "list"],
    ["a text", "inventory\n", "FT006", "single value"],
    ["two documents", `${inventory}---\n${inventory}`, "FT007", "document"],
    ["a key twice", `${inventory}tasks: {}\n`, "FT008", "`tasks`"],
    ["an alias bomb", `${bomb}\n`, "FT009", "alias"],
    ["__proto__", inventory.replace("groups:\n  web:", "groups:\n  __proto__:"), "FT010", "`__proto__`"],
    ["nested too deep", `version: ${"[".repeat(5_000)}${"]".repeat(5_000)}\n`, "FT014", "deep"],
    ["over 32 MB", Buffer.alloc(32 * 1024 * 1024 + 1, "#"), "FT003", "32"],
  ];

describe("an inventory that cannot be used", () => {
  it.each(cases)("%s: one diagnostic, exit 2, nothing written", async (_, content, code, said) => {
    project = await createProject({ "cluster.config.yaml": content });
    for (const command of ["generate", "check", "validate", "diff", "list"]) {
      const ran = await project.run([command]);
      expect(ran.code).toBe(2);
      expect(ran.stderr.match(/\[FT\d{3}\]/g)).toEqual([`[${code}]`]);
      expect(ran.stderr).toContain(said);
      expect(ran.stdout).toBe("");
    }
    expect(await project.files()).toEqual(["cluster.config.yaml"]);
    expect({}).not.toHaveProperty("namespace");
  });

  it("missing: tells where it was looked for", async () => {
    project = await createProject();
    await project.remove("cluster.config.yaml");
    const ran = await project.run(["generate"]);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain(
      `error[FT001]: there is no \`cluster.config.yaml\` in \`${project.root}\` or above it`,
    );
    expect(ran.stderr).toContain("fluxtilt init");
  });

  it("a link out of the repository: shows nothing of what it leads to", async () => {
    const outside = await createProject({ secret: "only for me\n" });
    project = await createProject();
    await project.remove("cluster.config.yaml");
    await symlink(join(outside.root, "secret"), join(project.root, "cluster.config.yaml"));
    const ran = await project.run(["validate"]);
    expect([ran.code, ran.stdout]).toEqual([2, ""]);
    expect(ran.stderr).toContain(
      "error[FT207]: `cluster.config.yaml` is a link that leads out of the repository",
    );
    expect(ran.stderr).not.toContain("only for me");
    await outside.end();
  });

  it("a link within the repository: is followed", async () => {
    project = await createProject({ "infra/tilt.yaml": inventory, ".git/HEAD": "" });
    await project.remove("cluster.config.yaml");
    await mkdir(join(project.root, "web"));
    await symlink("../infra/tilt.yaml", join(project.root, "web/cluster.config.yaml"));
    const ran = await project.run(["--config", "web/cluster.config.yaml", "validate"]);
    expect([ran.code, ran.stderr]).toEqual([0, "web/cluster.config.yaml: all rules hold\n"]);
  });

  it("missing where --config says: tells the path as it was given", async () => {
    project = await createProject({ "sub/.keep": "" });
    const ran = await project.run(["--config", "../other/config.yaml", "check"], { cwd: "sub" });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain("there is no inventory file `../other/config.yaml`");
  });

  it("a folder in its place", async () => {
    project = await createProject({ "sub/.keep": "" });
    const ran = await project.run(["--config", "sub", "validate"]);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain("`sub` is a folder");
  });

  it("too large to be read at all", async () => {
    project = await createProject();
    // Sparse: it takes no room.
    await truncate(join(project.root, "cluster.config.yaml"), 3 * 1024 ** 3);
    const ran = await project.run(["validate"]);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain("error[FT003]: `cluster.config.yaml` has 3072.0 MB");
  });

  it("a file in the place of a generated one that no text holds", async () => {
    project = await createProject({ "cluster.config.yaml": inventory, Tiltfile: "" });
    await truncate(join(project.root, "Tiltfile"), 3 * 1024 ** 3);
    const ran = await project.run(["check"]);
    expect(ran.code).toBe(3);
    expect(ran.stderr).toMatch(
      /^error\[FT926\]: cannot read `Tiltfile`: it has 3072 MB, and at most \d+ MB are read\n/,
    );
  });

  it("a fragment that cannot be used, told with its own path", async () => {
    project = await createProject({
      "cluster.config.yaml": `${inventory}fragments: ["apps/*.yaml"]\n`,
      "apps/one.yaml": "- a\n",
      "apps/two.yaml": Buffer.alloc(33 * 1024 * 1024, "#"),
    });
    const ran = await project.run(["generate"], { cwd: "apps" });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toMatch(/FT006[^]*> one\.yaml:1:1[^]*FT003[^]*`two\.yaml` has 33/);
    expect(await project.files()).toHaveLength(3);
  });
});

describe("the bundle", () => {
  it("says so before the memory is used up, and how to give more", async () => {
    project = await createProject({
      "cluster.config.yaml": `${inventory}x: [${"[],".repeat(100_000)}]\n`,
    });
    const ran = await runBundle(project.root, ["generate"], { NODE_OPTIONS: "--max-old-space-size=64" });
    expect(ran.stderr).toMatch(/^error\[FT017\]: /);
    expect(ran.stderr).toContain("NODE_OPTIONS=--max-old-space-size=");
    expect([ran.code, ran.stdout]).toEqual([2, ""]);
  });

  const dense = `[${"[],".repeat(8_000)}]`;

  it("says so of the fragment for which there is none left", async () => {
    const parts = Array.from({ length: 20 }, (_, index): [string, string] => [
      `parts/${index}.yaml`,
      `x${index}: ${dense}\n`,
    ]);
    project = await createProject({
      "cluster.config.yaml": `${inventory}fragments: ["parts/*.yaml"]\n`,
      ...Object.fromEntries(parts),
    });
    const ran = await runBundle(project.root, ["generate"], { NODE_OPTIONS: "--max-old-space-size=64" });
    expect(ran.stderr).toMatch(/error\[FT017\]: `parts\/\d+\.yaml` takes more memory/);
    expect(ran.code).toBe(2);
  });

  const release = (name: string): string => `apiVersion: v1
kind: ConfigMap
metadata: { name: "${name}", namespace: web }
data: { values.yaml: "x${name}: ${dense}" }
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: "${name}", namespace: web }
spec: { valuesFrom: [{ kind: ConfigMap, name: "${name}" }] }
`;

  it.each([
    ["is the one", (name: string) => `# ${name}\nkind: A\nx: ${dense}\n`],
    ["has the values of a release that are", release],
  ])("ends where a file of the Flux repository %s", async (_, text) => {
    const names = Array.from({ length: 20 }, (_, index) => `${index}.yaml`);
    project = await createProject({
      "cluster.config.yaml": inventory.replace("cluster: {", "cluster: { flux: { path: flux },"),
      "flux/kustomization.yaml": `resources: [${names.join(", ")}]\n`,
      ...Object.fromEntries(names.map((name) => [`flux/${name}`, text(name)])),
    });
    const ran = await runBundle(project.root, ["validate", "--repo"], {
      NODE_OPTIONS: "--max-old-space-size=64",
    });
    expect(ran.stderr).toMatch(
      /^error\[FT017\]: cannot read `flux\/\d+\.yaml`: with what was read before it takes more memory than the \d+ MB that Node has\n {2}= help: take it out/,
    );
    expect([ran.code, ran.stdout]).toEqual([3, ""]);
  });

  it.each([
    ["in a file", (name: string) => `{ path: ${name}, target: { kind: A } }`],
    ["inline", (name: string) => `{ target: { kind: A }, patch: "x${name}: ${dense}" }`],
  ])("ends where patches are, %s", async (_, patch) => {
    const names = Array.from({ length: 20 }, (_, index) => `${index}.yaml`);
    project = await createProject({
      "cluster.config.yaml": inventory.replace("cluster: {", "cluster: { flux: { path: flux },"),
      "flux/kustomization.yaml": `resources: []\npatches: [${names.map(patch).join(", ")}]\n`,
      ...Object.fromEntries(names.map((name) => [`flux/${name}`, `kind: A\nx${name}: ${dense}\n`])),
    });
    const ran = await runBundle(project.root, ["validate", "--repo"], {
      NODE_OPTIONS: "--max-old-space-size=64",
    });
    expect(ran.stderr).toMatch(/^error\[FT017\]: cannot read `flux\/[\w.]+`: with what was read before/);
    expect([ran.code, ran.stdout]).toEqual([3, ""]);
  });

  it("ends where a list of what is ignored is without end", async () => {
    project = await createProject({
      "cluster.config.yaml": inventory.replace("cluster: {", "cluster: { flux: { path: flux },"),
      ".sourceignore": "/a/*\n".repeat(100_000),
      "flux/a.yaml": "kind: A\n",
    });
    const ran = await runBundle(project.root, ["validate", "--repo"]);
    expect(ran.stderr).toMatch(/^error\[FT003\]: cannot read `\.sourceignore`: it has more than 250 kB\n/);
    expect([ran.code, ran.stdout]).toEqual([3, ""]);
  });

  it("compares a file of millions of lines in the place of its own", async () => {
    project = await createProject({
      "cluster.config.yaml": inventory,
      Tiltfile: "#\n".repeat(5_000_000),
    });
    const ran = await runBundle(project.root, ["check"], { NODE_OPTIONS: "--max-old-space-size=128" });
    expect(ran.stderr).toContain("FT505");
    expect(ran.stdout).toContain("@@ -1,5000000 +1,");
    expect(ran.code).toBe(1);
  });

  it("tells a hundred thousand problems to code scanning", async () => {
    const keys = Array.from({ length: 100_000 }, (_, index) => `x${index}: 1\n`).join("");
    project = await createProject({ "cluster.config.yaml": `${inventory}${keys}` });
    const ran = await runBundle(project.root, ["validate", "--format", "sarif"], {
      NODE_OPTIONS: "--max-old-space-size=256",
    });
    const log = JSON.parse(ran.stdout) as { runs: { results: unknown[] }[] };
    expect(log.runs[0]?.results).toHaveLength(100_000);
    expect([ran.code, ran.stderr]).toEqual([2, ""]);
  });

  it.each(cases.filter(([name]) => ["empty", "an alias bomb", "__proto__"].includes(name)))(
    "tells %s as the source does",
    async (_, content, code) => {
      project = await createProject({ "cluster.config.yaml": content });
      const ran = await runBundle(project.root, ["generate"]);
      expect(ran).toMatchObject({ code: 2, stdout: "" });
      expect(ran.stderr.match(/\[FT\d{3}\]/g)).toEqual([`[${code}]`]);
      expect(await project.files()).toEqual(["cluster.config.yaml"]);
    },
  );
});
