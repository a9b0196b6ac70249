import { chmod, mkdir } from "node:fs/promises";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readRoot } from "../../inventory/read.ts";
import { parseSource } from "../../source/parse.ts";
import { firstInventory } from "../first-inventory.ts";
import { createProject, inventory, runBundle, type Project, type Ran } from "../testing/command-line.ts";

let project: Project;
beforeEach(async () => {
  project = await createProject();
  await project.remove("cluster.config.yaml");
});
afterEach(() => project.end());

/** Runs `init` with a kubectl that does as the script says. */
async function init(kubectl: string, argv: readonly string[] = ["init"]): Promise<Ran> {
  await mkdir(join(project.root, "bin"), { recursive: true });
  await project.put("bin/kubectl", `#!/bin/sh\n${kubectl}\n`);
  await chmod(join(project.root, "bin/kubectl"), 0o755);
  const PATH = `${join(project.root, "bin")}:${process.env["PATH"] ?? ""}`;
  return await runBundle(project.root, argv, { PATH });
}

const answer = JSON.stringify({
  "current-context": "admin@home",
  contexts: [{ name: "admin@home", context: { cluster: "home", user: "admin" } }],
});

describe("init", () => {
  it("writes an inventory for the current context that holds and compiles", async () => {
    const ran = await init(`[ "$*" = "config view --minify --output=json" ] && echo '${answer}'`);
    expect(ran).toMatchObject({ code: 0, stdout: "" });
    const text = await project.read("cluster.config.yaml");
    expect(text).toMatch(/^# yaml-language-server: \$schema=\.\/\S+\n/);
    expect(text).toContain('\n  name: "home"\n');
    expect(text).toContain('\n  contexts: ["admin@home"]\n');
    expect(ran.stderr).toMatch(/current kube context `admin@home`[^]*fluxtilt generate[^]*tilt up/);
    expect(await project.run(["validate"])).toMatchObject({ code: 0 });
    expect(await project.run(["generate"])).toMatchObject({ code: 0 });
    expect(await project.read("Tiltfile")).toContain('"flux:kustomize-controller"');
  });

  it.each([
    ["has no context", "echo 'error: current-context is not set' >&2; exit 1"],
    ["says nonsense", "echo '{]'"],
    ["hangs", "sleep 30"],
  ])("takes a marked example when kubectl %s", async (_, script) => {
    const from = performance.now();
    const ran = await init(script);
    expect(performance.now() - from).toBeLessThan(8_000);
    expect(ran.code).toBe(0);
    expect(await project.read("cluster.config.yaml")).toMatch(/contexts: \["admin@homelab"\] +# EXAMPLE/);
    expect(ran.stderr).toContain("kubectl named no current context");
    expect(await project.run(["validate"])).toMatchObject({ code: 0 });
  });

  it("overwrites nothing", async () => {
    await project.put("cluster.config.yaml", "mine");
    const ran = await init("exit 1");
    expect(ran).toMatchObject({ code: 2, stdout: "" });
    expect(ran.stderr).toContain("`cluster.config.yaml` is there already");
    expect(await project.read("cluster.config.yaml")).toBe("mine");
  });

  it("writes into this folder, and tells of an inventory above it", async () => {
    await project.put("cluster.config.yaml", inventory);
    await project.put("sub/.gitignore", ".env\n");
    const ran = await project.run(["init"], { cwd: "sub" });
    expect(ran.code).toBe(0);
    expect(ran.stderr).toContain("`../cluster.config.yaml` above it is another inventory");
    expect(ran.stderr).toMatch(/Add to \.gitignore:\n {2}\.fluxtilt/);
    expect(await project.files()).toContain("sub/cluster.config.yaml");
  });

  it("any context becomes a text that is read back as it was", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", minLength: 1 }),
        fc.string({ minLength: 1 }),
        (context, cluster) => {
          fc.pre(!context.includes("\0") && !cluster.includes("\0"));
          const bytes = Buffer.from(firstInventory({ context, cluster }));
          const source = parseSource("cluster.config.yaml", bytes);
          const body = source.value === undefined ? undefined : readRoot(source.value).value?.body;
          expect(source.diagnostics).toEqual([]);
          expect(body?.cluster.contexts).toEqual([context]);
          expect(body?.cluster.name).toBe(cluster);
        },
      ),
      { numRuns: 300 },
    );
  });
});
