import { rm } from "node:fs/promises";
import { devNull } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Machine } from "../testing/machine.ts";

const machine = Machine.forEach();

describe("programs", () => {
  it.each([
    ["missing", undefined, 1, "problem", /not there/],
    [
      "too old",
      'echo "v0.35.2, built 2025-01-01"',
      1,
      "problem",
      /v0\.35\.2 is not in `>=0\.36\.0 <0\.40\.0`/,
    ],
    ["broken", "echo oops >&2; exit 1", 3, "unknown", /oops/],
  ])("tells a tilt that is %s", async (_, script, code, standing, message) => {
    if (script === undefined) await rm(join(machine.tools.bin, "tilt"));
    else await machine.command("tilt", script);
    expect((await machine.checks(code)).get("tilt")).toMatchObject([
      { standing, message: expect.stringMatching(message) as string },
    ]);
  });

  it("takes a tilt that somebody built for the release that it is", async () => {
    await machine.command("tilt", 'echo "v0.36.0-dev, built 2026-01-01"');
    expect((await machine.checks()).get("tilt")).toMatchObject([{ standing: "ok" }]);
  });

  it.each(["helm", "flux", "python3"])("tells a %s that is missing or does not run", async (program) => {
    await machine.command(program, "echo cannot open shared object >&2; exit 127");
    expect((await machine.checks(1)).get(program)).toMatchObject([
      { standing: "problem", message: expect.stringContaining("shared object") as string },
    ]);
    await machine.command(program, "kill -SEGV $$");
    expect((await machine.checks(1)).get(program)).toMatchObject([
      { standing: "problem", message: expect.stringContaining("was ended by SIGSEGV") as string },
    ]);
    await rm(join(machine.tools.bin, program));
    expect((await machine.checks(1)).get(program)).toMatchObject([
      { standing: "problem", message: expect.stringContaining("not there") as string },
    ]);
  });

  it("takes kustomize itself before kubectl's", async () => {
    await machine.command("kustomize", "echo v5.7.1");
    expect((await machine.checks()).get("kustomize")).toMatchObject([
      { message: expect.stringContaining("v5.7.1") as string },
    ]);
  });
});

describe("extensions", () => {
  it("asks the repository where Tilt has no clone", async () => {
    await machine.command(
      "git",
      `case "$*" in *rev-parse*) exit 128;; *ls-remote*) echo "$GIT_TERMINAL_PROMPT $GIT_DIR" >asked;; esac`,
    );
    expect((await machine.checks()).get("extensions")).toMatchObject([
      { standing: "ok", message: expect.stringContaining("will fetch commit a8701c0aa6a7") as string },
    ]);
    expect(await machine.project.read("asked")).toBe(`0 ${devNull}\n`);
  });

  it.each([
    [
      "nobody answers",
      `echo "fatal: Could not resolve host: github.com" >&2; exit 128`,
      /Could not resolve host/,
    ],
    ["it takes too long", "exec sleep 60", /did not answer/],
  ])("cannot tell when %s", async (_, script, message) => {
    vi.stubEnv("PATH", `${machine.tools.bin}:/usr/bin:/bin`);
    await machine.command("git", `case "$*" in *ls-remote*) ${script};; *rev-parse*) exit 128;; esac`);
    expect((await machine.checks(3)).get("extensions")).toMatchObject([
      { standing: "unknown", message: expect.stringMatching(message) as string },
    ]);
  });

  it("are a problem without git", async () => {
    await rm(join(machine.tools.bin, "git"));
    const told = await machine.checks(1);
    expect(told.get("extensions")).toMatchObject([{ standing: "problem" }]);
    expect(told.get("env")).toMatchObject([{ standing: "ok" }, { standing: "skipped" }]);
  });
});

describe("ports", () => {
  beforeEach(async () => {
    await machine.project.put("cluster.config.yaml", machine.inventory(machine.taken));
    await machine.project.run(["generate"]);
  });

  it("tells one that is taken, and goes on", async () => {
    expect((await machine.checks()).get("ports")).toMatchObject([
      { standing: "warning", message: `${machine.taken}, for \`shop\`, is taken` },
    ]);
  });

  it.each([
    ["lsof", "echo p12; echo cnode", "warning", /by node \(process 12\)/],
    ["lsof", "echo p12; echo ctilt", "ok", /in the hands of Tilt/],
    ["ss", `echo 'LISTEN 0 511 *:1 *:* users:(("vite",pid=7,fd=4))'`, "warning", /by vite \(process 7\)/],
  ])("tells by whom, as %s says (%s)", async (program, script, standing, message) => {
    await machine.command(program, script);
    expect((await machine.checks()).get("ports")).toMatchObject([
      { standing, message: expect.stringMatching(message) as string },
    ]);
  });
});
