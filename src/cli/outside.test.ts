import { spawn } from "node:child_process";
import { chmod, cp, mkdir, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { diskFull } from "../io/kinds.ts";
import { OutsideError } from "../io/outside-error.ts";
import { exitCode } from "./exit-code.ts";
import { tellFailure } from "./failure.ts";
import { openTalk } from "./talk.ts";
import type { Terminal } from "./terminal.ts";
import {
  bundle,
  createProject,
  inventory,
  runBundle,
  type Project,
  type Ran,
} from "./testing/command-line.ts";

let project: Project;
let bin = "";
beforeEach(async () => {
  project = await createProject({
    "cluster.config.yaml": `${inventory.replace("homelab] }", "homelab], flux: { path: flux } }")}    manifests:\n      site: { kustomize: site, flux: site, resources: { one: { objects: ["one:configmap"] } } }\n`,
    "flux/site.yaml":
      "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: site, namespace: flux-system }\n" +
      "spec: { path: ./site, prune: true, interval: 1h, sourceRef: { kind: GitRepository, name: flux-system } }\n",
    "site/kustomization.yaml": "resources: [one.yaml]\n",
    "site/one.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: one }\n",
  });
  bin = join(project.root, "bin");
  await mkdir(bin);
  expect((await project.run(["generate"])).code).toBe(0);
});
afterEach(() => project.end());

/** Runs the bundle, with no program on PATH but the stand-ins. */
const run = (line: string): Promise<Ran> => runBundle(project.root, line.split(" "), { PATH: bin });

async function standIn(name: string, script: string): Promise<void> {
  await writeFile(join(bin, name), `#!/bin/sh\nPATH=/usr/bin:/bin\n${script}\n`);
  await chmod(join(bin, name), 0o755);
}

/** A name that no disk takes. */
const tooLong = `${inventory}  x: { namespace: x, tiltfile: ${"x".repeat(300)}/Tiltfile, workloads: { x: deployment/x } }\n`;

describe("a program that", () => {
  it.each([
    ["verify", "error[FT941]: cannot run `tilt`: the program was not found\n"],
    ["validate --helm", "error[FT941]: cannot run `helm`: the program was not found\n"],
    ["render web:site", "error[FT941]: cannot run `kubectl`: the program was not found\n"],
    ["validate --cluster", "error[FT901]: kubectl is not there\n"],
    ["render web:site --cluster", "error[FT901]: "],
  ])("is missing: %s", async (line, said) => {
    await standIn("git", "exit 128");
    const { code, stdout, stderr } = await run(line);
    expect(stderr).toContain(said);
    expect([code, stdout]).toEqual([3, ""]);
  });

  it("hangs", { timeout: 20_000 }, async () => {
    await standIn("kubectl", "exec sleep 600");
    const { code, stderr } = await run("validate --cluster");
    expect(stderr).toContain("error[FT942]: kubectl did not answer within 5 s\n");
    expect(code).toBe(3);
  });

  it("says more than is taken", { timeout: 20_000 }, async () => {
    await standIn("kubectl", "exec yes");
    const { code, stderr } = await run("validate --cluster");
    expect(stderr).toContain("error[FT943]: kubectl said more than 64 MB\n");
    expect(code).toBe(3);
  });

  it("is ended by the system, or says nothing that can be used", async () => {
    await standIn("helm", "kill -9 $$");
    expect((await run("validate --helm")).stderr).toContain(
      "error[FT943]: cannot wait for `helm version`: it was ended by SIGKILL\n",
    );
    await standIn("kubectl", "kill -9 $$");
    expect((await run("validate --cluster")).stderr).toContain(
      "error[FT943]: kubectl was ended by SIGKILL\n",
    );
    await standIn("tilt", "exit 1");
    expect((await run("verify")).stderr).toContain("error[FT943]: cannot load `");
  });

  it("cannot have the extensions", async () => {
    await standIn(
      "tilt",
      "echo 'loading extension repo fluxtilt: download error: waiting 5s before retrying' >&2; exit 5",
    );
    const { code, stderr } = await run("verify");
    expect(stderr).toContain("error[FT944]: cannot load `");
    expect(code).toBe(3);
  });

  it.each([
    ["The connection to the server 127.0.0.1:1 was refused", "FT903"],
    ["error: You must be logged in to the server (Unauthorized)", "FT904"],
    ["Error from server (Forbidden): kustomizations is forbidden", "FT905"],
    ["Error from server (InternalError): etcd is away", "FT903"],
    ["unexpected EOF", "FT907"],
  ])("has no answer of the cluster: %s", async (said, code) => {
    await standIn("kubectl", `echo '${said}' >&2; exit 1`);
    const ran = await run("render web:site --cluster");
    expect(ran.stderr).toMatch(
      new RegExp(`^error\\[${code}\\]: cannot read \`.* flux-system/site\`: .*\\n {2}= help: `),
    );
    expect(ran.code).toBe(3);
  });

  it("has no context that may be used", async () => {
    await standIn("kubectl", `echo '{"contexts":[{"name":"other"}]}'`);
    for (const line of ["verify", "validate --cluster"])
      expect((await run(line)).stderr).toContain("error[FT902]: ");
  });
});

describe("a disk", () => {
  it.runIf(process.platform === "linux")("may not be written", async () => {
    const { code, stderr } = await run("init -c /sys/cluster.config.yaml");
    expect(stderr).toMatch(/^error\[FT921\]: cannot write `[./]*\/sys\/cluster\.config\.yaml`: /);
    expect(code).toBe(3);
  });

  it("has no such name", async () => {
    await project.put("cluster.config.yaml", tooLong);
    const { code, stderr } = await run("generate");
    expect(stderr).toMatch(/^error\[FT923\]: cannot look at `x{300}`: its name is too long\n/);
    expect(code).toBe(3);
  });

  it("is told as a person in another folder would type its path", async () => {
    await project.put("cluster.config.yaml", tooLong);
    const { code, stderr } = await runBundle(join(project.root, "site"), ["check"]);
    expect(stderr).toMatch(/^error\[FT923\]: cannot look at `\.\.\/x{300}.*`: its name is too long\n/);
    expect(code).toBe(3);
  });

  it("is written by another run", { timeout: 20_000 }, async () => {
    await project.remove("Tiltfile");
    const lock = { host: hostname(), pid: process.pid, started: "", token: "t" };
    await project.put(".fluxtilt/lock", JSON.stringify(lock));
    const { code, stderr } = await run("generate");
    expect(stderr).toContain(`error[FT509]: process ${process.pid} on `);
    expect(stderr).toContain("or remove `.fluxtilt/lock` if it is gone\n");
    expect(code).toBe(1);
    const elsewhere = await runBundle(join(project.root, "site"), ["generate"], { PATH: bin });
    expect(elsewhere.stderr).toContain("or remove `../.fluxtilt/lock` if it is gone\n");
  });
});

describe("the machine", () => {
  it.skipIf(process.platform === "win32")("has lost the current folder", async () => {
    const folder = join(project.root, "gone");
    await mkdir(folder);
    const child = spawn("sh", ["-c", 'rmdir "$PWD" && exec "$0" "$@"', process.execPath, bundle, "check"], {
      cwd: folder,
    });
    let said = "";
    child.stderr.on("data", (text: Buffer) => (said += text.toString()));
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect(said).toMatch(
      /^error\[FT923\]: cannot find `the current folder`: .*\n {2}= help: .*\n\n1 error\n$/,
    );
    expect(code).toBe(3);
  });

  it("has lost a part of fluxtilt", async () => {
    const copy = join(project.root, "copy");
    await cp(dirname(bundle), copy, { recursive: true });
    await rm(join(copy, "program.js"));
    const child = spawn(process.execPath, [join(copy, "fluxtilt.js"), "check", "--no-cache"]);
    let said = "";
    child.stderr.on("data", (text: Buffer) => (said += text.toString()));
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect(said).toMatch(/^error\[FT923\]: cannot open `.*program\.js`: it does not exist\n/);
    expect(code).toBe(3);
  });
});

describe("for programs", () => {
  const codesIn = (document: string): readonly string[] =>
    (JSON.parse(document) as { diagnostics: { code: string }[] }).diagnostics.map(({ code }) => code);

  it("is one document, where problems are told", async () => {
    const json = await run("verify --format json");
    expect([json.code, json.stderr, codesIn(json.stdout)]).toEqual([3, "", ["FT941"]]);
    const github = await run("verify --format github");
    expect(github).toMatchObject({ code: 3, stderr: "" });
    expect(github.stdout).toMatch(/^::error title=FT941::cannot run `tilt`: .*%0Ahelp: .*\n$/);
    const { stdout, code } = await run("verify --format sarif");
    const log = JSON.parse(stdout) as {
      runs: {
        results: { ruleId: string; ruleIndex: number }[];
        tool: { driver: { rules: { id: string }[] } };
      }[];
    };
    const [{ results, tool } = { results: [], tool: { driver: { rules: [] } } }] = log.runs;
    expect(code).toBe(3);
    expect(results.map(({ ruleId, ruleIndex }) => [ruleId, tool.driver.rules[ruleIndex]?.id])).toEqual([
      ["FT941", "FT941"],
    ]);
  });

  it("stays out of a command's result", async () => {
    const { code, stdout, stderr } = await run("render web:site --format json");
    expect([code, stdout, codesIn(stderr)]).toEqual([3, "", ["FT941"]]);
  });

  it("is told too where it comes before the inventory is found, and of a bug", () => {
    const lost = new OutsideError({
      kind: diskFull,
      path: "x",
      attempt: "write",
      reason: "the disk is full",
      help: "make room",
    });
    expect(codesIn(told("json", lost).stdout)).toEqual(["FT922"]);
    expect(codesIn(told("json", new Error("a thing")).stdout)).toEqual(["FT991"]);
  });

  it("is told where memory is used up, which is no bug", () => {
    let error: unknown;
    try {
      error = new ArrayBuffer(2 ** 52);
    } catch (thrown) {
      error = thrown;
    }
    expect(codesIn(told("json", error).stdout)).toEqual(["FT924"]);
  });

  it("never makes a second document of one that can be read", () => {
    const failure = Object.assign(new Error("EIO"), { code: "EIO", syscall: "read", path: "/a" });
    for (const format of ["json", "sarif"] as const)
      expect(told(format, failure, "{}\n")).toEqual({
        stdout: "{}\n",
        stderr:
          "error[FT925]: cannot read `/a`: the disk reports an error\n  = help: check the disk\n\n1 error\n",
      });
    expect(told("github", failure, "::notice::a\n").stdout).toMatch(/^::notice::a\n::error title=FT925::/);
  });
});

/** What is told of a failure, after a report where there is one. */
function told(
  format: "json" | "github" | "sarif",
  failure: unknown,
  before?: string,
): Readonly<Record<"stdout" | "stderr", string>> {
  const said = { stdout: "", stderr: "" };
  const channel = (name: keyof typeof said): Terminal["stdout"] => ({
    write: (text) => void (said[name] += text),
    isTerminal: false,
    columns: undefined,
  });
  const terminal: Terminal = {
    cwd: "/",
    env: {},
    stdout: channel("stdout"),
    stderr: channel("stderr"),
    hasKeyboard: false,
    gone: new AbortController().signal,
  };
  const talk = openTalk({ format }, {}, terminal, "1.2.3");
  if (before !== undefined) talk.report(before);
  expect(tellFailure(failure, terminal, "1.2.3", talk)).toBe(exitCode.outside);
  return said;
}

it("watch tells it, in its format, and goes on", { timeout: 20_000 }, async () => {
  const text = await project.read("cluster.config.yaml");
  const child = spawn(process.execPath, [bundle, "watch", "--format", "json"], { cwd: project.root });
  const said = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => (said.stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (said.stderr += chunk.toString()));
  const until = async (stream: keyof typeof said, pattern: RegExp): Promise<void> => {
    await expect.poll(() => said[stream], { timeout: 8_000 }).toMatch(pattern);
  };
  await until("stderr", /watching/);
  await project.put("cluster.config.yaml", tooLong);
  await until("stdout", /"code": "FT923"/);
  await project.put("cluster.config.yaml", text.replace("nodes:", "hosts:"));
  await until("stderr", /wrote Tiltfile/);
  child.kill("SIGINT");
  expect(await new Promise((resolve) => child.on("close", resolve))).toBe(130);
});
