import { spawn } from "node:child_process";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { onPath } from "../testing/on-path.ts";
import { bundle, createProject, inventory, type Project } from "./testing/command-line.ts";

/** A cluster that holds nothing, and takes its time to say so. */
const kubectl = `#!/bin/sh
sleep 0.5
case "$*" in
  *"config view"*) echo '{"contexts":[{"name":"admin@homelab","context":{"cluster":"home"}}],"current-context":"admin@homelab"}' ;;
  *) echo '{"apiVersion":"v1","kind":"List","metadata":{},"items":[]}' ;;
esac
`;

/** One that finds nothing wrong with a chart of nothing. */
const helm = `#!/bin/sh
sleep 0.5
case "$1" in version) echo v3.18.0 ;; esac
`;

let project: Project;
beforeEach(async () => {
  project = await createProject({
    "cluster.config.yaml": `${inventory}    helmReleases: { site: { chart: ./chart, flux: false } }\n`,
    "chart/Chart.yaml": "apiVersion: v2\nname: site\nversion: 1.0.0\n",
  });
  await mkdir(join(project.root, "bin"));
  for (const [name, text] of Object.entries({ kubectl, helm })) {
    await writeFile(join(project.root, "bin", name), text);
    await chmod(join(project.root, "bin", name), 0o755);
  }
});
afterEach(() => project.end());

/** Everything that a run says, on both streams. */
async function said(program: string, args: readonly string[]): Promise<string> {
  const child = spawn(program, args, {
    cwd: project.root,
    env: { ...process.env, PATH: `${join(project.root, "bin")}:${process.env["PATH"] ?? ""}`, TERM: "xterm" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  child.stdout.on("data", (part: Buffer) => (text += part.toString()));
  child.stderr.on("data", (part: Buffer) => (text += part.toString()));
  await new Promise((resolve) => child.on("close", resolve));
  return text;
}

const clear = "\r\u001b[2K";

describe.each(["--cluster", "--helm"])("what `validate %s` is doing", (depth) => {
  const call = [bundle, "validate", depth, "--no-color"];

  it.skipIf(onPath("script") === undefined)(
    "is one line on a terminal, which is gone before anything else is said (skipped without script)",
    async () => {
      const text = await said("script", ["-qefc", [process.execPath, ...call].join(" "), "/dev/null"]);
      const shown = text.split(clear).slice(1);
      expect(shown.length, JSON.stringify(text)).toBeGreaterThan(1);
      for (const line of shown.slice(0, -1)) expect(line).toMatch(/^[^\r\n]+ …$/);
      expect(shown.at(-1)).not.toContain(" …");
      expect(shown.at(-1)).toMatch(/^\S[^]*\n$/);
    },
  );

  it("is not said where no terminal is", async () => {
    const text = await said(process.execPath, call);
    expect([" …", "\u001b"].filter((one) => text.includes(one))).toEqual([]);
    expect(text).not.toBe("");
  });
});
