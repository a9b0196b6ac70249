import { spawn } from "node:child_process";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { bundle, createProject, type Project } from "./testing/command-line.ts";

let project: Project;
beforeEach(async () => {
  project = await createProject();
});
afterEach(() => project.end());

/** An inventory of `groups` Tiltfiles, all of which say which one it is. */
function inventory(version: number, groups = 6): string {
  const one = (index: number): string =>
    `  g${index}: { namespace: web, tiltfile: g${index}/Tiltfile, workloads: { "w${index}-${version}": deployment/w${index} } }\n`;
  return `version: 1\ncluster: { name: lab, contexts: [lab] }\ngroups:\n${Array.from({ length: groups }, (_, index) => one(index)).join("")}`;
}

/** Saves as an editor does: a reader sees the old file or the new one. */
async function save(text: string): Promise<void> {
  await project.put("new.tmp", text);
  await rename(join(project.root, "new.tmp"), join(project.root, "cluster.config.yaml"));
}

/** Starts fluxtilt as a process of its own, and answers how it ends. */
function start(...args: string[]): { readonly ended: Promise<number | null>; stop(): void } {
  const child = spawn(process.execPath, [bundle, ...args], {
    cwd: project.root,
    stdio: "ignore",
  });
  return {
    ended: new Promise((resolve) => child.on("exit", resolve)),
    stop: () => child.kill("SIGINT"),
  };
}

it(
  "runs beside itself and beside edits: each run ends, and the last one is right",
  { timeout: 120_000 },
  async () => {
    await save(inventory(0));
    const watch = start("watch");
    for (let version = 1; version <= 6; version++) {
      const first = start("generate");
      await save(inventory(version, 3 + (version % 4)));
      const second = start("generate");
      await save(inventory(version, 6 - (version % 3)));
      // 0: it wrote; 3: the file that it was about to replace was another by then.
      for (const code of await Promise.all([first.ended, second.ended])) expect([0, 3]).toContain(code);
    }
    watch.stop();
    expect(await watch.ended).toBe(130);
    expect((await project.run(["generate"])).code).toBe(0);
    expect((await project.run(["check"])).code).toBe(0);
    expect(await project.files()).toEqual([
      ".fluxtilt/lib/fluxtilt.star",
      ".fluxtilt/manifest.json",
      "Tiltfile",
      "cluster.config.yaml",
      ...Array.from({ length: 6 }, (_, index) => `g${index}/Tiltfile`),
    ]);
  },
);
