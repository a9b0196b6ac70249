import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { explained } from "./explained.ts";
import { runProgram } from "./program.ts";
import type { Terminal } from "./terminal.ts";
import {
  bundle,
  createProject,
  inventory,
  runBundle,
  type Project,
  type Where,
} from "./testing/command-line.ts";

let project: Project;
beforeEach(async () => {
  project = await createProject();
});
afterEach(() => project.end());

const run = (line: string, where?: Where): ReturnType<Project["run"]> => project.run(line.split(" "), where);

describe("calls that cannot be carried out", () => {
  it.each([
    ["chek", "unknown command `chek`", "did you mean `check`?"],
    ["check --formt json", "unknown option `--formt`", "did you mean `--format`?"],
    ["--format jso check", "`jso` is none of text, json, github, sarif", "did you mean `json`?"],
    ["list link", "`link` is none of resources, ports, links, buttons", "did you mean `links`?"],
    ["generate twice", "too many arguments for `generate`", "`fluxtilt generate --help`"],
    ["--config", "argument missing", "`fluxtilt --help`"],
    ["help nothing", "unknown command `nothing`", "`fluxtilt --help`"],
    ["help mcp nothing", "unknown command `nothing`", "`fluxtilt mcp --help`"],
    ["mcp prob", "unknown command `prob`", "did you mean `probe`?"],
    ["mcp probe", "the inventory has no `mcp:`", "`mcp:` says which servers there are"],
    ["explain FT2001", "there is no `FT2001`", "did you mean `FT"],
  ])("%s", async (line, said, help) => {
    const ran = await run(line);
    expect(ran).toMatchObject({ code: 2, stdout: "" });
    expect(ran.stderr).toMatch(/^fluxtilt: .*\nhelp: .*\n$/);
    expect(ran.stderr).toContain(said);
    expect(ran.stderr).toContain(help);
  });

  it.each([
    ["chek", "stdout", "unknown command `chek`"],
    ["check --fromat json", "stdout", "unknown option `--fromat`"],
    ["check --repo=nowhere", "stdout", "there is no folder `nowhere`"],
    ["drift", "stdout", "`drift` must be told what to compare with"],
    ["--config", "stdout", "argument missing"],
    ["list link", "stderr", "`link` is none of resources, ports, links, buttons"],
    ["explain FT2001", "stderr", "there is no `FT2001`"],
    ["mcp client", "stderr", "the inventory names no MCP servers"],
    ["render nothing", "stderr", "there is no set of manifests `nothing`"],
  ] as const)("%s: as a document on %s, where one is asked for", async (line, stream, said) => {
    const ran = await run(`--format json ${line}`);
    expect([ran.code, ran[stream === "stdout" ? "stderr" : "stdout"]]).toEqual([2, ""]);
    const { diagnostics } = JSON.parse(ran[stream]) as { diagnostics: readonly unknown[] };
    expect(diagnostics).toMatchObject([
      { code: "FT981", severity: "error", message: expect.stringContaining(said) as string },
    ]);
  });

  it("as an annotation and as a result of code scanning, also where the format comes last", async () => {
    expect(await run("chek -f github")).toEqual({
      code: 2,
      stdout:
        "::error title=FT981::unknown command `chek`%0Ahelp: did you mean `check`? `fluxtilt --help` tells what there is\n",
      stderr: "",
    });
    const { stdout } = await run("check --nothing -f sarif");
    expect(JSON.parse(stdout)).toMatchObject({ runs: [{ results: [{ ruleId: "FT981" }] }] });
  });

  it("no command: the help, as a message", async () => {
    const ran = await project.run([]);
    expect(ran).toMatchObject({ code: 2, stdout: "" });
    expect(ran.stderr).toContain("Examples:\n");
  });
});

describe("help", () => {
  it("is a result, with every command, examples and exit codes", async () => {
    const { code, stdout, stderr } = await run("--help");
    expect([code, stderr]).toEqual([0, ""]);
    for (const word of ["init", "generate", "watch", "check", "validate", "diff", "list", "explain", "130"])
      expect(stdout).toMatch(new RegExp(`^  ${word}\\b`, "m"));
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
  });

  it("of a command names the options that all have", async () => {
    const { stdout } = await run("generate --help");
    expect(stdout).toMatch(/--force[^]*--config/);
  });

  it("examples in it are calls that work", async () => {
    const { stdout } = await run("--help");
    const calls = [...stdout.matchAll(/^ {2}fluxtilt (.*?)(?: && .*?)? {2,}/gm)].map((one) => one[1] ?? "");
    expect(calls.length).toBeGreaterThan(4);
    for (const call of calls.filter((one) => !["init", "watch"].includes(one)))
      expect((await run(call)).code).toBe(0);
  });
});

describe("streams and colours", () => {
  it("colours only a terminal that wants it", async () => {
    await project.put("cluster.config.yaml", "- no\n");
    const colored = async (where: Where, line = "check"): Promise<boolean> => {
      const { stdout, stderr } = await run(line, where);
      return (stdout + stderr).includes("\u001b[");
    };
    expect(await colored({ columns: 80 })).toBe(true);
    expect(await colored({})).toBe(false);
    expect(await colored({ env: { FORCE_COLOR: "1" } })).toBe(true);
    expect(await colored({ columns: 80, env: { NO_COLOR: "1" } })).toBe(false);
    expect(await colored({ columns: 80, env: { NO_COLOR: "" } })).toBe(true);
    expect(await colored({ columns: 80, env: { TERM: "dumb" } })).toBe(false);
    expect(await colored({ columns: 80 }, "--no-color check")).toBe(false);
    expect(await colored({ columns: 80 }, "--help")).toBe(true);
    expect(await colored({ columns: 80, env: { NO_COLOR: "1" } }, "--help")).toBe(false);
  });

  it("keeps messages off stdout", async () => {
    const ran = await run("generate");
    expect(ran).toMatchObject({ code: 0, stdout: "" });
    expect(ran.stderr).toContain("wrote Tiltfile\n");
    const again = await run("generate");
    expect(again).toMatchObject({ code: 0, stdout: "" });
    expect(again.stderr).toMatch(/^nothing to write: \d+ files are current\n$/);
  });

  it("works from a folder below, and names files from there", async () => {
    await project.put("deep/er/.keep", "");
    const ran = await run("generate", { cwd: "deep/er" });
    expect(ran.stderr).toContain("wrote ../../Tiltfile\n");
    expect(await project.files()).toContain("Tiltfile");
  });

  it("takes --config from anywhere, before and after the command", async () => {
    await project.put("a/other.yaml", inventory);
    await project.put("b/.keep", "");
    for (const line of ["--config ../a/other.yaml generate", "check -c ../a/other.yaml"])
      expect((await run(line, { cwd: "b" })).code).toBe(0);
    expect(await project.files()).toContain("a/Tiltfile");
  });
});

describe("exit codes", () => {
  it("1 for a rule that does not hold, and nothing is written", async () => {
    await project.put("cluster.config.yaml", `${inventory}tiltfiles: [./gone.Tiltfile]\n`);
    for (const command of ["validate", "generate", "check", "diff"]) {
      const ran = await run(command);
      expect(ran).toMatchObject({ code: 1, stdout: "" });
      expect(ran.stderr).toContain("error[FT401]");
    }
    expect(await project.files()).toEqual(["cluster.config.yaml"]);
  });

  it("2 for a name that the language does not know", async () => {
    await project.put("cluster.config.yaml", inventory.replace("workloads:", "worklods:"));
    const ran = await run("validate");
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain("did you mean `workloads`?");
  });

  it("3 for something outside, with its code and what mends it", async () => {
    await project.remove("cluster.config.yaml");
    await project.put("cluster.config.yaml/x", "");
    expect((await run("validate")).code).toBe(2);
    const ran = await run("init -c no/such/folder.yaml");
    expect(ran).toMatchObject({ code: 3, stdout: "" });
    expect(ran.stderr).toMatch(
      /^error\[FT923\]: cannot write `no\/such\/folder.yaml`: .*\n {2}= help: .*\n\n1 error\n$/,
    );
  });
});

describe("a bug", () => {
  const broken = (
    env: Readonly<Record<string, string>>,
  ): { readonly terminal: Terminal; said: () => string } => {
    let stderr = "";
    const channel = { isTerminal: false, columns: undefined };
    const terminal: Terminal = {
      cwd: project.root,
      env,
      stdout: {
        ...channel,
        write: () => {
          throw new Error("a thing\nthat cannot be");
        },
      },
      stderr: { ...channel, write: (text) => void (stderr += text) },
      hasKeyboard: false,
      gone: new AbortController().signal,
    };
    return { terminal, said: () => stderr };
  };

  it("is told with its code and how to report it, and ends with 3", async () => {
    const { terminal, said } = broken({});
    expect(await runProgram(["explain"], "1.2.3", terminal)).toBe(3);
    expect(said()).toMatch(
      /^error\[FT991\]: internal error: a thing\n {2}= help: .*fluxtilt 1\.2\.3.*FLUXTILT_DEBUG=1\n\n1 error\n$/,
    );
  });

  it("shows its stack on request only", async () => {
    const { terminal, said } = broken({ FLUXTILT_DEBUG: "1" });
    expect(await runProgram(["explain"], "1.2.3", terminal)).toBe(3);
    expect(said()).toMatch(/\n +at .*program\.test\.ts/);
  });
});

describe("explain", () => {
  it.each(["FT201", "ft201", "201"])("%s", async (written) => {
    const { code, stdout } = await run(`explain ${written}`);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^error\[FT201\]: .*\n\n[^]*\nWrong:\n\n {4}[^]*\nRight:\n\n {4}/);
  });

  it("lists every code, each of which it can tell", async () => {
    const { stdout } = await run("explain");
    const codes = [...stdout.matchAll(/^FT\d{3}/gm)].map((one) => one[0]);
    expect(codes).toEqual(explained.map((one) => one.code));
    expect(new Set(codes).size).toBe(codes.length);
    for (const code of codes) expect((await run(`explain ${code}`)).code).toBe(0);
  });

  it("is one document for programs, and has no form of findings", async () => {
    const kinds = async (
      line: string,
    ): Promise<readonly { readonly code: string; readonly wrong: string }[]> =>
      (JSON.parse((await run(`${line} --format json`)).stdout) as { kinds: [] }).kinds;
    expect((await kinds("explain")).map(({ code }) => code)).toEqual(explained.map(({ code }) => code));
    const [one, ...more] = await kinds("explain 201");
    expect([one?.code, typeof one?.wrong, more.length]).toEqual(["FT201", "string", 0]);
    expect(await run("explain FT201 --format sarif")).toMatchObject({ code: 2, stdout: "" });
  });
});

describe("the bundle", () => {
  const shell = (line: string): Promise<string> =>
    new Promise((resolve) => {
      execFile("bash", ["-c", line], { cwd: project.root }, (_, stdout, stderr) => {
        resolve(`${stdout}${stderr}`);
      });
    });

  it("ends quietly when its reader goes away", async () => {
    const lines = Array.from({ length: 4_000 }, (_, index) => `      w${index}: deployment/w${index}`);
    await project.put("cluster.config.yaml", `${inventory}\n${lines.join("\n")}\n`.replaceAll(/\n\n/g, "\n"));
    const ran = await shell(
      `"${process.execPath}" "${bundle}" list resources | head -n 1; echo "\${PIPESTATUS[@]}"`,
    );
    expect(ran).toMatch(/^NAME .*\n0 0\n$/);
  });

  it.runIf(existsSync("/dev/full"))("tells that its result could not be written", async () => {
    const ran = await shell(`"${process.execPath}" "${bundle}" explain 1 > /dev/full; echo "$?"`);
    expect(ran).toMatch(/^3\nerror\[FT922\]: cannot write `standard output`: the disk is full\n {2}= help: /);
  });

  const librariesOf = async (name: string): Promise<readonly string[]> => {
    const texts = new Map<string, string>();
    const load = async (path: string): Promise<void> => {
      if (texts.has(path)) return;
      const text = await readFile(path, "utf8");
      texts.set(path, text);
      for (const [, to] of text.matchAll(/^(?:var \w+ = )?require\("(\.[^"]+)"\);$/gm))
        if (to !== undefined) await load(join(dirname(path), to));
    };
    await load(join(dirname(bundle), name));
    const all = [...texts.values()].join("\n");
    const libraries = all.matchAll(/^\/\/ node_modules\/((?:@[^/]+\/)?[^/]+)\//gm);
    return [...new Set([...libraries].map(([, library = ""]) => library))];
  };

  it("loads no library for what it can answer at once, and commander alone for help", async () => {
    for (const name of ["fluxtilt.js", "recall.js", "git-ignored.js", "bundle.js"])
      expect(await librariesOf(name)).toEqual([]);
    expect(await librariesOf("only-help.js")).toEqual(["commander"]);
    expect(await librariesOf("program.js")).toEqual(["commander"]);
  });

  it.each(["--help", "-h", "help", "help check", "check --help", "help nothing", "help mcp list", "no -h"])(
    "gives the same help as the source: %s",
    async (line) => {
      expect(await run(line)).toMatchObject(await runBundle(project.root, line.split(" ")));
    },
  );

  it("is of the same mind as the source", async () => {
    expect((await runBundle(project.root, ["generate"])).code).toBe(0);
    expect(await run("check")).toMatchObject({ code: 0 });
    expect(await runBundle(project.root, ["--version"])).toMatchObject({ code: 0, stderr: "" });
  });
});
