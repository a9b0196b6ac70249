import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { copyOfLab } from "../../testing/flux-lab.ts";
import { runBundle, type Project } from "../testing/command-line.ts";

let project: Project;
beforeEach(async () => {
  project = await copyOfLab();
});
afterEach(() => project.end());

const file = "cluster.config.yaml";
const fresh = ["discover", "--repo", "--context", "admin@home"];

describe("without an inventory", () => {
  beforeEach(() => project.remove(file));

  it("makes one that holds, generates, and that a second run adds nothing to", async () => {
    await project.remove("expected");
    const made = await project.run([...fresh, "--write"]);
    expect(made.code).toBe(0);
    expect(made.stderr).toContain("5 workloads to add, 2 new groups; 3 workloads to add as comments");
    const text = await project.read(file);
    expect(text).toContain("  contexts: [admin@home]\n  domain: home.lan\n  flux: { path: clusters/home }\n");
    expect(text).toContain(
      "      shop: { target: deployment/shop, ports: [8080, 9100] }\n" +
        "      # worker: deployment/worker # does not run: 0 replicas (Kustomization flux-system/shop)\n",
    );
    expect(await project.run(["validate", "--repo"])).toMatchObject({ code: 0, stdout: "" });
    expect(await project.run(["drift", "--repo"])).toMatchObject({ code: 0, stdout: "" });
    expect((await project.run(["generate"])).code).toBe(0);
    const again = await project.run([...fresh, "--write"]);
    expect(again).toMatchObject({ code: 0, stdout: "" });
    expect(again.stderr).toContain("nothing to add: the inventory names all that is there\n");
    expect(await project.read(file)).toBe(text);
  });

  it("shows it, and writes nothing unasked", async () => {
    const shown = await project.run(fresh);
    expect(shown.code).toBe(0);
    expect(shown.stdout).toMatch(/^--- \/dev\/null\n\+\+\+ b\/cluster\.config\.yaml\n/);
    expect(shown.stderr).toMatch(/nothing was written: `--write` writes it\n$/);
    expect(await project.files()).not.toContain(file);
  });

  it.each([
    ["y", true],
    ["YES", true],
    ["", false],
    ["n", false],
    ["yet", false],
  ])("asks on a terminal: %j", async (answer, wanted) => {
    const { code, stderr } = await project.run(fresh, { columns: 100, answer });
    expect(code).toBe(0);
    expect(stderr).toContain("write it? [y/N] ");
    expect((await project.files()).includes(file)).toBe(wanted);
  });

  it("marks an example where the context is not known, and says so", async () => {
    await project.put("bin/kubectl", "#!/bin/sh\nexit 1\n");
    await chmod(join(project.root, "bin/kubectl"), 0o755);
    const { code, stderr } = await runBundle(project.root, ["discover", "--repo", "--write"], {
      PATH: `${join(project.root, "bin")}:${process.env["PATH"] ?? ""}`,
    });
    expect(code).toBe(0);
    expect(await project.read(file)).toMatch(/^ {2}contexts: \[admin@home\] # EXAMPLE: put yours here/m);
    expect(stderr).toContain("put yours in the place of the example `admin@home`\nnext: ");
  });

  it("says where Flux could begin when that is not clear", async () => {
    await project.put(
      "clusters/two/flux-system/gotk-sync.yaml",
      "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: flux-system, namespace: flux-system }\nspec: { path: ./clusters/two, sourceRef: { kind: GitRepository, name: flux-system } }\n",
    );
    const { code, stdout, stderr } = await project.run(fresh);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("several clusters: `clusters/home`, `clusters/two`\nhelp: name the folder");
    const told = await project.run([...fresh, "--root", "clusters/home"]);
    expect(told.stdout).toContain("+  flux: { path: clusters/home }\n");
  });
});

describe("into an inventory", () => {
  it("adds to the groups that are there, and keeps all else byte for byte", async () => {
    const before = await project.read(file);
    const { code, stdout } = await project.run(["discover", "--repo", "--write"]);
    expect(code).toBe(0);
    expect(stdout.split("\n").filter((line) => /^-(?!-- )/.test(line))).toEqual([]);
    const after = await project.read(file);
    const added = new Set(
      stdout.split("\n").flatMap((line) => (/^\+(?!\+\+ )/.test(line) ? [line.slice(1)] : [])),
    );
    expect(after.split("\n").filter((line) => !added.has(line))).toEqual(
      before.split("\n").filter((line) => !added.has(line)),
    );
    expect(after).toContain(
      "      board:\n        target: deployment/board\n        flux: { helmRelease: tools/board }\n",
    );
  });

  it("keeps a byte order mark and CRLF", async () => {
    const before = `\ufeff${(await project.read(file)).replaceAll("\n", "\r\n")}`;
    await project.put(file, before);
    expect((await project.run(["discover", "--repo", "--write"])).code).toBe(0);
    const after = await project.read(file);
    expect(after.startsWith("\ufeff#")).toBe(true);
    expect(after.replaceAll("\r\n", "")).not.toContain("\n");
    expect((await project.run(["validate", "--repo"])).code).toBe(0);
  });

  it("writes into the fragment that has the group", async () => {
    await project.put(
      "tools/tilt.yaml",
      "groups:\n  board: { namespace: tools, prefix: 'b:', workloads: { x: { target: deployment/dash, flux: { helmRelease: tools/dash } } } }\n",
    );
    await project.put(
      file,
      "version: 1\ncluster: { name: h, contexts: [c], flux: { path: clusters/home } }\nfragments: [tools/tilt.yaml]\nignore: ['*/shop/*', '*/web/*', '*/media/*', '*/guess/*']\n",
    );
    expect((await project.run(["discover", "--repo", "--write"])).code).toBe(0);
    expect(await project.read("tools/tilt.yaml")).toContain(
      "board: { target: deployment/board, flux: { helmRelease: tools/board }, buttons: { restart: restart } } }",
    );
  });

  it("tells what is gone, and leaves it", async () => {
    const gone = (await project.read(file)).replace("db: statefulset/db", "old: statefulset/dbb");
    await project.put(file, gone);
    const { code, stderr } = await project.run(["discover", "--repo", "--write"]);
    expect(code).toBe(0);
    expect(stderr).toContain("no statefulset `dbb` in `shop`");
    const after = await project.read(file);
    expect(after).toContain("old: statefulset/dbb\n");
    expect(after).toContain("db: { target: statefulset/db, ");
  });

  it("loses no edit that is saved while it asks", async () => {
    const edited = "version: 1\ncluster: { name: mine, contexts: [c] }\n";
    const answer = async (): Promise<string> => {
      await project.put(file, edited);
      return "y";
    };
    const { code, stderr } = await project.run(["discover", "--repo"], {
      columns: 100,
      answer,
      env: { NO_COLOR: "1" },
    });
    expect(code).toBe(3);
    expect(stderr).toContain(
      "error[FT511]: cannot write `cluster.config.yaml`: it changed while the run was going on\n",
    );
    expect(await project.read(file)).toBe(edited);
  });

  it("touches nothing when the inventory is broken, or nobody says where to look", async () => {
    expect(await project.run(["discover"])).toMatchObject({ code: 2, stdout: "" });
    await project.put(file, "version: 1\ncluster: x\n");
    const { code, stdout, stderr } = await project.run(["discover", "--repo", "--write"]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("error[FT1");
    expect(await project.read(file)).toBe("version: 1\ncluster: x\n");
  });

  it("refuses what aliases share (FT819), and adds the rest", async () => {
    await project.put(
      file,
      "version: 1\ncluster: { name: h, contexts: [c], flux: { path: clusters/home } }\ngroups:\n  a: { namespace: shop, prefix: 'a:', workloads: &w { db: statefulset/db } }\n  b: { namespace: x, prefix: 'b:', workloads: *w }\n",
    );
    const { stderr, stdout } = await project.run(["discover", "--repo"]);
    expect(stderr).toContain("error[FT819]: `groups.a.workloads.shop` cannot be added: other places share");
    expect(stdout).toContain("+      board: ");
  });
});
