import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadProject } from "../../cli/project.ts";
import { findReality } from "../../cli/repository.ts";
import { nodeFiles } from "../../io/node-files.ts";

const script = fileURLToPath(new URL("fuzz.mjs", import.meta.url));

function fuzz(...args: readonly string[]): string {
  const { stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: "utf8" });
  return `${stdout}${stderr}`
    .split("\n")
    .filter((line) => !line.endsWith(": holds") && line !== "")
    .join("\n");
}

describe.each(["yaml", "inventory", "flux"])("%s", (subject) => {
  it("holds on every input of the corpus", { timeout: 120_000 }, () => {
    expect(fuzz("corpus", subject)).toBe("");
  });

  it("holds on what becomes of them, the same in every run", { timeout: 120_000 }, () => {
    expect(fuzz("changed", subject, "--seed", "1", "--runs", "40")).toBe("");
  });
});

describe("links that lead out of the repository", () => {
  let top: string;
  beforeEach(async () => {
    top = await mkdtemp(join(tmpdir(), "fluxtilt-test-"));
    for (const folder of ["repository/apps", "repository/clusters/lab", "outside"])
      await mkdir(join(top, folder), { recursive: true });
    await writeFile(join(top, "outside/tilt.yaml"), "tasks: { outside: { do: { argv: [a] } } }\n");
    await writeFile(
      join(top, "outside/secret.yaml"),
      "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: outside }\n",
    );
  });
  afterEach(() => rm(top, { recursive: true }));

  it.each(["linked/tilt.yaml", "*/tilt.yaml", "{.,..}/outside/tilt.yaml"])(
    "are no way to a fragment: %s",
    async (pattern) => {
      const root = join(top, "repository");
      await symlink("../outside", join(root, "linked"));
      await writeFile(
        join(root, "cluster.config.yaml"),
        `version: 1\ncluster: { name: lab, contexts: [lab] }\nfragments: ["${pattern}"]\n`,
      );
      const { diagnostics, dashboard } = await loadProject(nodeFiles(root), "cluster.config.yaml");
      expect(diagnostics.map(({ code }) => code)).toEqual([pattern.startsWith("*") ? "FT110" : "FT207"]);
      expect(dashboard).toBeUndefined();
    },
  );

  it("are absent to Flux, circles too, and what they lead to inside is there", async () => {
    const root = join(top, "repository");
    const lab = join(root, "clusters/lab");
    await writeFile(
      join(lab, "kustomization.yaml"),
      `resources: [file.yaml, ../../linked/secret.yaml, ../../round/round.yaml, inside.yaml, ${"x".repeat(300)}]\n`,
    );
    await symlink("../../../outside/secret.yaml", join(lab, "file.yaml"));
    await symlink("../outside", join(root, "linked"));
    await symlink(".", join(root, "round"));
    await symlink("round.yaml", join(root, "round.yaml"));
    await writeFile(
      join(root, "apps/a.yaml"),
      "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: inside }\n",
    );
    await symlink("../../apps/a.yaml", join(lab, "inside.yaml"));
    const { reality } = await findReality(nodeFiles(root), { path: "clusters/lab" }, { top: root });
    expect(reality.objects.map(({ name }) => name)).toEqual(["inside"]);
    expect(reality.unresolved.map(({ kind }) => kind)).toEqual(["broken", "broken", "broken", "broken"]);
  });
});
