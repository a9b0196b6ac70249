import { spawn, type ChildProcess } from "node:child_process";
import { rename, stat } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { bundle, createProject, inventory, type Project } from "../testing/command-line.ts";

let project: Project;
let child: ChildProcess;
let said = "";

/** Waits until the watch has said something since `from`. */
async function until(pattern: RegExp, from = 0): Promise<void> {
  const end = performance.now() + 10_000;
  while (!pattern.test(said.slice(from))) {
    if (performance.now() > end) throw new Error(`never said ${String(pattern)}:\n${said}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function ended(): Promise<number | null> {
  if (child.exitCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => child.once("exit", resolve));
}

const task = (name: string): string =>
  `tasks:\n  ${name}: { label: x, run: manual, do: { argv: [echo, hi] } }\n`;

beforeEach(async () => {
  said = "";
  project = await createProject({
    "cluster.config.yaml": `${inventory}fragments: ["apps/*/tilt.yaml"]\n`,
    "apps/one/tilt.yaml": task("one"),
  });
  child = spawn(process.execPath, [bundle, "watch"], {
    cwd: project.root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stderr?.on("data", (chunk: Buffer) => (said += chunk.toString()));
  await until(/watching cluster\.config\.yaml, apps\/one\/tilt\.yaml/);
});
afterEach(async () => {
  if (child.exitCode === null) child.kill("SIGKILL");
  await project.end();
});

describe("watch", () => {
  it("follows edits, also by rename, tells a bad one and goes on, and ends with 130", async () => {
    expect(await project.read("Tiltfile")).toContain('"nodes"');
    await project.put("new.tmp", `${inventory.replace("nodes:", "hosts:")}fragments: ["apps/*/tilt.yaml"]\n`);
    await rename(join(project.root, "new.tmp"), join(project.root, "cluster.config.yaml"));
    await until(/changed: cluster\.config\.yaml\n(.*\n)*wrote Tiltfile/);
    expect(await project.read("Tiltfile")).toContain('"hosts"');

    let from = said.length;
    await project.put("cluster.config.yaml", "version: [\n");
    await until(/error\[FT004\]/, from);
    expect(await project.read("Tiltfile")).toContain('"hosts"');

    // A fragment that it knew before the bad edit is still watched.
    from = said.length;
    await project.put("apps/one/tilt.yaml", task("uno"));
    await until(/changed: apps\/one\/tilt\.yaml/, from);
    from = said.length;
    await project.put("cluster.config.yaml", `${inventory}fragments: ["apps/*/tilt.yaml"]\n`);
    await until(/wrote Tiltfile/, from);
    expect(await project.read("apps/one/Tiltfile")).toContain('"uno"');

    child.kill("SIGINT");
    expect(await ended()).toBe(130);
    expect(await project.files()).not.toContain(".fluxtilt/lock");
  });

  it("sees a fragment appear in a new folder, and go", async () => {
    await project.put("apps/two/tilt.yaml", task("two"));
    await until(/changed: apps\/two\/tilt\.yaml\n(.*\n)*wrote apps\/two\/Tiltfile/);
    const from = said.length;
    await project.remove("apps/two/tilt.yaml");
    await until(/removed apps\/two\/Tiltfile/, from);
    child.kill("SIGTERM");
    expect(await ended()).toBe(130);
  });

  it("does nothing for a save that changed nothing, and writes nothing where the files would be the same", async () => {
    const text = await project.read("apps/one/tilt.yaml");
    const stands = async (): Promise<readonly unknown[]> =>
      await Promise.all(
        (await project.files()).map(async (path) => {
          const { ino, mtimeMs, ctimeMs } = await stat(join(project.root, path));
          return path.endsWith("tilt.yaml") ? path : [path, ino, mtimeMs, ctimeMs];
        }),
      );
    const before = await stands();
    const from = said.length;
    await project.put("apps/one/tilt.yaml", text);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(said.slice(from)).toBe("");
    await project.put("apps/one/tilt.yaml", `${text}# a comment\n`);
    await until(/changed: apps\/one\/tilt\.yaml\nnothing to write: \d+ files are current\n/, from);
    expect(await stands()).toEqual(before);
  });

  it("writes nothing over an edit by hand, and does not run for what it wrote itself", async () => {
    await project.put("Tiltfile", "# mine\n");
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(said).not.toContain("changed:");
    await project.put("apps/one/tilt.yaml", task("uno"));
    await until(/FT503|FT505/);
    expect(await project.read("Tiltfile")).toBe("# mine\n");
    expect(said.match(/changed:/g)).toHaveLength(1);
    child.stderr?.destroy();
    child.stdout?.destroy();
    // Nobody reads any more: it ends by itself with its next word.
    await project.put("apps/one/tilt.yaml", task("eins"));
    expect(await ended()).toBe(0);
  });
});
