import { chmod } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { openTalk } from "./talk.ts";
import { createProject, type Project, type Ran } from "./testing/command-line.ts";

/** What a terminal takes for a new title, and for an order to write from right to left. */
const odd = "\u001b]0;owned\u0007\u202e";
const shown = "\\u{1b}]0;owned\\u{7}\\u{202e}";
/** What GitHub's runner takes for a command of a workflow, at the beginning of a line. */
const command = "::set-output name=a::b";
const path = `a${odd}/Tiltfile`;

const inventoryText =
  'version: 1\ncluster: { name: homelab, contexts: [admin@homelab] }\nfragments: ["*/tilt.yaml"]\n';

let project: Project;
beforeEach(async () => {
  project = await createProject({
    "cluster.config.yaml": inventoryText,
    [`a${odd}/tilt.yaml`]: "version: 1\ngroups: { g: { tasks: { t: { do: { argv: [echo] } } } } }\n",
  });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await project.end();
});

/** Holds that a run had nothing obeyed, and said what was written as it is. */
function expectShown({ stdout, stderr }: Ran): void {
  const said = stdout + stderr;
  expect(said).toContain(shown);
  for (const sign of ["\u001b", "\u0007", "\u202e"]) expect(said).not.toContain(sign);
  expect(said).not.toMatch(/^\s*::set-output/m);
}

/** Puts a program on PATH. */
async function program(name: string, script: string): Promise<void> {
  await project.put(`bin/${name}`, `#!/bin/sh\n${script}\n`);
  await chmod(join(project.root, "bin", name), 0o755);
  vi.stubEnv("PATH", `${join(project.root, "bin")}${delimiter}${process.env["PATH"] ?? ""}`);
}

it("is one line that a command says, whatever is in it", () => {
  let said = "";
  const stream = { write: (text: string): void => void (said += text), isTerminal: true, columns: 80 };
  const terminal = { cwd: "/", env: {}, stdout: stream, stderr: stream, hasKeyboard: false };
  const { say } = openTalk({ format: "text" }, {}, { ...terminal, gone: new AbortController().signal }, "1");
  for (const line of [`a${odd}\n${command}`, command, `\u3000 ${command}`, `a ${command} 🔄\u200d`, ""])
    say(line);
  expect(said.split("\n")).toEqual([
    `a${shown}\\n${command}`,
    `\\u{3a}${command.slice(1)}`,
    `\u3000 \\u{3a}${command.slice(1)}`,
    `a ${command} 🔄\u200d`,
    "",
    "",
  ]);
});

it("is no name of a file that is written, or is not as it was", async () => {
  expectShown(await project.run(["generate"]));
  await chmod(join(project.root, path), 0o755);
  await project.put(path, `${await project.read(path)}\n# more\n`);
  for (const call of [["check"], ["diff"], ["generate"], ["generate", "--force"], ["list"]])
    expectShown(await project.run(call));
  const { stdout } = await project.run(["check", "--format", "github"]);
  expect(stdout).not.toContain("\u001b");
});

it("is no name of a file that an edit writes", async () => {
  await project.put("cluster.config.yaml", inventoryText.replace("lab]", "lab], flux: { path: flux }"));
  await project.put(`a${odd}/tilt.yaml`, "version: 1\ngroups: { g: { namespace: web } }\n");
  await project.put(
    "flux/web.yaml",
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web, namespace: web }\nspec: {}\n",
  );
  const ran = await project.run(["discover", "--repo", ".", "--write"]);
  expectShown(ran);
  expect(ran.stderr).toContain(`wrote a${shown}/tilt.yaml\n`);
});

it("is nothing that a call names", async () => {
  const named = `a${odd}\n${command}`;
  for (const call of [
    ["explain", named],
    ["validate", "--config", `${named}.yaml`],
    ["init", "--config", `${named}.yaml`],
    ["init", "--config", `${named}.yaml`],
  ])
    expectShown(await project.run(call));
});

it("is nothing that Tilt says of a Tiltfile", async () => {
  await project.remove("cluster.config.yaml");
  await project.put("Tiltfile", "fail()\n");
  const view = { "current-context": "a", contexts: [{ name: "a", context: { cluster: "c" } }] };
  await program("kubectl", `echo '${JSON.stringify(view)}'`);
  const words = `Error in fail: x\\033]0;owned\\007\\n${command}\\n`;
  await program("tilt", `printf 'Traceback (most recent call last):\\n${words}' >&2\nexit 5`);
  const { code, stderr } = await project.run(["import", "Tiltfile"]);
  expect(stderr.split("\n")).toEqual([
    "fluxtilt: Tilt does not load `Tiltfile`: x\\u{1b}]0;owned\\u{7}",
    `help: ${command}`,
    "      import takes what Tilt makes of a Tiltfile: mend it first",
    "",
  ]);
  expect(code).toBe(2);
});

it("is no place that Flux may begin at", async () => {
  await project.remove("cluster.config.yaml");
  for (const end of ["1", "2"]) {
    const folder = `cl${odd}\n${command}${end}`;
    await project.put(
      `${folder}/gotk-sync.yaml`,
      "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\n" +
        "metadata: { name: flux-system, namespace: flux-system }\n" +
        `spec: { path: ${JSON.stringify(`./${folder}`)}, sourceRef: { kind: GitRepository, name: flux-system } }\n`,
    );
  }
  expectShown(await project.run(["discover", "--repo", "."]));
});
