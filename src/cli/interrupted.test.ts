import { spawn } from "node:child_process";
import { chmod, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { nodeHost } from "../io/host.ts";
import { onPath } from "../testing/on-path.ts";
import { bundle, createProject, inventory, type Project } from "./testing/command-line.ts";

/** Says who it is, starts a child of its own, and never answers. */
const standIn = `#!/bin/sh
sleep 600 &
echo $$ $! >> "$WHO"
wait
`;

let project: Project;
let programs: Project;
beforeEach(async () => {
  project = await createProject({
    "cluster.config.yaml": `${inventory}    manifests:\n      site: { kustomize: site, flux: site, resources: { one: { objects: ["one:configmap"] } } }\n`,
    "site/kustomization.yaml": "resources: [one.yaml]\n",
    "site/one.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: one }\n",
    Tiltfile: "local_resource('a', 'true')\n",
  });
  programs = await createProject();
  for (const folder of ["bin", "temporary"]) await mkdir(join(programs.root, folder));
  for (const name of ["git", "kubectl", "tilt", "helm", "flux"]) {
    await writeFile(join(programs.root, "bin", name), standIn);
    await chmod(join(programs.root, "bin", name), 0o755);
  }
});
afterEach(async () => {
  await project.end();
  await programs.end();
});

/** Waits until a program was started; the processes of all that were. */
async function started(): Promise<readonly number[]> {
  for (;;) {
    const text = await readFile(join(programs.root, "who"), "utf8").catch(() => "");
    if (text.includes("\n")) return text.trim().split(/\s/).map(Number);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Those that still run; one that has ended and waits for its parent to notice does not. */
async function alive(pids: readonly number[]): Promise<readonly number[]> {
  const host = nodeHost();
  const { host: here } = await host.self();
  const found = await Promise.all(pids.map((pid) => host.isAlive({ host: here, pid, started: "" })));
  return pids.filter((_, index) => found[index] === true);
}

/** A process that was killed is gone when the system next gets to it. */
async function nobodyLives(pids: readonly number[]): Promise<void> {
  await vi.waitFor(async () => {
    expect(await alive(pids)).toEqual([]);
  });
}

function environment(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PATH: `${join(programs.root, "bin")}:${process.env["PATH"] ?? ""}`,
    WHO: join(programs.root, "who"),
    HOME: programs.root,
    TMPDIR: join(programs.root, "temporary"),
  };
}

async function contents(): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {};
  for (const path of await project.files()) found[path] = await project.read(path);
  return found;
}

const cases: readonly (readonly string[])[] = [
  ["generate"],
  ["check"],
  ["validate", "--cluster"],
  ["discover", "--cluster"],
  ["drift", "--cluster"],
  ["verify"],
  ["import", "Tiltfile"],
  ["doctor"],
  ["render", "site"],
];

describe.each(cases.map((argv) => [argv.join(" "), argv] as const))("Ctrl-C during `%s`", (_, argv) => {
  it("ends with 130, all as it was, and nobody left behind", async () => {
    const before = await contents();
    // A group of its own, as a shell gives to each job: Ctrl-C reaches all that is in it.
    const child = spawn(process.execPath, [bundle, ...argv], {
      cwd: project.root,
      env: environment(),
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    child.stdout.on("data", (text: Buffer) => (said += text.toString()));
    child.stderr.on("data", (text: Buffer) => (said += text.toString()));
    const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
    const raced = await Promise.race([started(), ended]);
    expect(raced, said).toBeInstanceOf(Array);
    process.kill(-(child.pid ?? 0), "SIGINT");
    expect(await ended, said).toBe(130);
    await nobodyLives(await started());
    expect(said).not.toMatch(/internal error|\n {4}at /);
    // No progress line where no terminal is.
    expect(said).not.toContain("\u001b");
    expect(await contents()).toEqual(before);
    expect(await readdir(join(programs.root, "temporary"))).toEqual([]);
  });
});

describe.skipIf(onPath("script") === undefined)("on a terminal", () => {
  it("takes Ctrl-C as a key", async () => {
    const command = `${process.execPath} ${bundle} discover --cluster`;
    const child = spawn("script", ["-qefc", command, "/dev/null"], {
      cwd: project.root,
      env: environment(),
      stdio: ["pipe", "pipe", "inherit"],
    });
    const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
    let said = "";
    child.stdout.on("data", (text: Buffer) => (said += text.toString()));
    const children = await started();
    child.stdin.write("\u0003");
    expect(await ended, said).toBe(130);
    await nobodyLives(children);
  });
});
