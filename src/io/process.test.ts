import { spawn, type ChildProcess } from "node:child_process";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { readFileSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { OutsideError } from "./outside-error.ts";
import { run, runToEnd } from "./process.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fluxtilt-process-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const node = (script: string, ...args: readonly string[]): readonly string[] => [
  process.execPath,
  "-e",
  script,
  ...args,
];

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // On Linux a process may have ended without its parent noticing.
    return process.platform !== "linux" || !readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z ");
  } catch {
    return false;
  }
}

async function until(what: () => boolean | Promise<boolean>): Promise<boolean> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await what()) return true;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  return false;
}

async function pidIn(file: string): Promise<number> {
  const read = () => readFile(file, "utf8").catch(() => "");
  await until(async () => (await read()) !== "");
  return Number(await read());
}

it("loses no output where it is busy between a child's end and the look at its pipes", async () => {
  // As when a child is reaped in the turn before its output is read, on a machine with much to do.
  const lookAway = (): void => {
    const until = performance.now() + 400;
    while (performance.now() < until);
  };
  const late = (message: unknown): void => {
    const { process: child } = message as { readonly process: ChildProcess };
    // Behind the listeners of `run` itself.
    queueMicrotask(() => {
      child.stdout?.pause();
      child.once("exit", () => {
        child.stdout?.once("data", lookAway).resume();
      });
    });
  };
  subscribe("child_process", late);
  try {
    // A part of it is in the stream, the rest in the pipe.
    const { code, stdout } = await run(node("process.stdout.write('x'.repeat(120_000))"));
    expect([code, stdout.length]).toEqual([0, 120_000]);
  } finally {
    unsubscribe("child_process", late);
  }
});

/** A grandchild that ignores SIGTERM, writes its pid to a file, and holds the pipes that it was given. */
const stubborn = (file: string, stdio: "inherit" | "ignore"): string => `
  const { spawn } = require("node:child_process");
  spawn(process.execPath, ["-e", ${JSON.stringify(`
    process.on("SIGTERM", () => {});
    require("node:fs").writeFileSync(${JSON.stringify(file)}, String(process.pid));
    setInterval(() => {}, 1000);
  `)}], { stdio: "${stdio}" });
  `;

describe("run", () => {
  it("gives code, output and errors", async () => {
    const result = await run(node("console.log('é'); console.error('no'); process.exit(7)"));
    expect(result).toEqual({
      code: 7,
      signal: undefined,
      stdout: "é\n",
      stderr: "no\n",
      timedOut: false,
      truncated: false,
    });
  });

  it("passes arguments as they are, without a shell", async () => {
    const words = ["$(id)", "a b", "'", "*", ""];
    const { stdout } = await run(node("console.log(JSON.stringify(process.argv.slice(1)))", "--", ...words));
    expect(JSON.parse(stdout)).toEqual(words);
  });

  it("passes input, environment and folder", async () => {
    const script =
      "process.stdin.on('data', (d) => process.stdout.write(d)).on('end', () => console.log(process.env.A, process.env.HOME, process.cwd()))";
    const { stdout } = await run(node(script), {
      input: "in ",
      env: { A: "b", HOME: undefined },
      cwd: folder,
    });
    expect(stdout).toBe(`in b undefined ${folder}\n`);
  });

  it("does not mind a child that ends before it has read its input", async () => {
    const { code } = await run(node("process.exit(0)"), { input: "x".repeat(5_000_000) });
    expect(code).toBe(0);
  });

  it("tells the signal that ended a child", async () => {
    const { code, signal } = await run(node("process.kill(process.pid, 'SIGSEGV')"));
    expect([code, signal]).toEqual([undefined, "SIGSEGV"]);
  });

  it("keeps all of a large output", async () => {
    const { stdout } = await run(node("process.stdout.write('x'.repeat(3_000_000))"));
    expect(stdout.length).toBe(3_000_000);
  });
});

describe("what cannot be started", () => {
  const failure = (argv: readonly string[], cwd?: string): Promise<unknown> =>
    run(argv, { cwd }).then(
      () => undefined,
      (error: unknown) => error,
    );

  it("gives the code alone where no more is asked for", async () => {
    const loud = node("process.stdout.write('out'); process.stderr.write('err'); process.exit(3)");
    expect(await run(loud, { silent: true })).toMatchObject({ code: 3, stdout: "", stderr: "" });
  });

  it("names a program that is missing", async () => {
    const error = await failure(["no-such-program", "x"]);
    expect(error).toBeInstanceOf(OutsideError);
    expect(error).toMatchObject({
      kind: { code: "FT941" },
      code: "ENOENT",
      message: "cannot run `no-such-program`: the program was not found",
      exitCode: 3,
    });
  });

  it("names a working directory that is missing, and a file that is no program", async () => {
    expect(await failure(node("1"), join(folder, "none"))).toMatchObject({
      message: expect.stringContaining("is not a folder") as string,
    });
    const file = join(folder, "plain");
    await writeFile(file, "x");
    expect(await failure([file])).toMatchObject({
      message: expect.stringContaining("is not an executable program") as string,
    });
  });
});

describe("a program that must end by itself", () => {
  const failure = async (script: string, more: object = {}): Promise<unknown> =>
    await runToEnd(run, node(script, "x"), { timeoutMs: 5_000, graceMs: 50, ...more }).catch(
      (error: unknown) => error,
    );

  it("gives what it said, whatever its code", async () => {
    expect(await failure("console.log(1); process.exit(7)")).toMatchObject({ code: 7, stdout: "1\n" });
  });

  it.each([
    ["hangs", "setInterval(() => {}, 1000)", { timeoutMs: 400 }, "FT942", "it did not end within 0.4 s"],
    [
      "says too much",
      "process.stdout.write('x'.repeat(1e6))",
      { maxOutputBytes: 10 },
      "FT943",
      "it printed more than is taken",
    ],
    ["is killed", "process.kill(process.pid, 'SIGKILL')", {}, "FT943", "it was ended by SIGKILL"],
  ])("ends the run where it %s", async (_, script, more, code, reason) => {
    expect(await failure(script, more)).toMatchObject({
      name: "OutsideError",
      kind: { code },
      message: `cannot wait for \`${process.execPath}\`: ${reason}`,
    });
  });

  it("is told with what to install where it is missing, and only there", async () => {
    const ask = (argv: readonly string[], cwd?: string): Promise<unknown> =>
      runToEnd(run, argv, { timeoutMs: 5_000, missing: "get it", cwd }).catch((error: unknown) => error);
    expect(await ask(["no-such-program"])).toMatchObject({ kind: { code: "FT941" }, help: "get it" });
    expect(await ask(node("1"), join(folder, "none"))).toMatchObject({
      kind: { code: "FT923" },
      help: "make the folder, or name another",
    });
  });
});

describe("the group", { timeout: 20_000 }, () => {
  it("is killed whole at the timeout, with a grandchild that ignores SIGTERM", async () => {
    const file = join(folder, "timeout");
    const begun = Date.now();
    const result = await run(node(`${stubborn(file, "inherit")} setInterval(() => {}, 1000)`), {
      timeoutMs: 1_000,
      graceMs: 200,
    });
    expect(result).toMatchObject({ timedOut: true, code: undefined, signal: "SIGTERM" });
    expect(Date.now() - begun).toBeLessThan(4_000);
    const pid = await pidIn(file);
    expect(await until(() => !isAlive(pid))).toBe(true);
  });

  it("is killed although the grandchild does not hold the pipes", async () => {
    const file = join(folder, "closed");
    await run(node(`${stubborn(file, "ignore")} setInterval(() => {}, 1000)`), {
      timeoutMs: 1_000,
      graceMs: 200,
    });
    const pid = await pidIn(file);
    expect(await until(() => !isAlive(pid))).toBe(true);
  });

  it("does not keep us waiting when the child is done and a grandchild holds its pipes", async () => {
    const file = join(folder, "held");
    const begun = Date.now();
    const wait = `const t = setInterval(() => { if (require("node:fs").existsSync(${JSON.stringify(file)})) { console.log("done"); process.exit(0); } }, 10);`;
    const result = await run(node(stubborn(file, "inherit") + wait), { timeoutMs: 20_000 });
    expect(result).toMatchObject({ code: 0, stdout: "done\n", timedOut: false });
    expect(Date.now() - begun).toBeLessThan(5_000);
    const pid = await pidIn(file);
    expect(await until(() => !isAlive(pid))).toBe(true);
  });

  it("is killed when it ignores SIGTERM itself", async () => {
    const result = await run(node("process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)"), {
      timeoutMs: 500,
      graceMs: 100,
    });
    expect(result).toMatchObject({ timedOut: true, signal: "SIGKILL" });
  });

  it("is ended at the output cap", async () => {
    const script = "const f = () => process.stdout.write('x'.repeat(65536), f); f()";
    const result = await run(node(script), { maxOutputBytes: 100_000, graceMs: 100 });
    expect(result.truncated).toBe(true);
    expect(result.stdout.length).toBe(100_000);
  });

  it("is ended on abort, which is thrown on", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    setTimeout(() => {
      controller.abort(reason);
    }, 300);
    await expect(run(node("setInterval(() => {}, 1000)"), { signal: controller.signal })).rejects.toBe(
      reason,
    );
    await expect(run(node("1"), { signal: controller.signal })).rejects.toBe(reason);
  });
});

describe("our own end", () => {
  /** Runs a program of ours that runs a child for ever, and ends it in the given way. */
  async function endUs(name: string, program: string, signal?: NodeJS.Signals) {
    const bundle = join(folder, `${name}.mjs`);
    const file = join(folder, `${name}.pid`);
    buildSync({
      stdin: { contents: program, resolveDir: import.meta.dirname, loader: "ts" },
      bundle: true,
      format: "esm",
      platform: "node",
      outfile: bundle,
      logLevel: "silent",
    });
    const child = spawn(process.execPath, [bundle, stubborn(file, "inherit")], { stdio: "ignore" });
    const ended = new Promise<[number | null, string | null]>((resolve) => {
      child.on("exit", (code, how) => {
        resolve([code, how]);
      });
    });
    const pid = await pidIn(file);
    expect(isAlive(pid)).toBe(true);
    if (signal !== undefined) child.kill(signal);
    const how = await ended;
    expect(await until(() => !isAlive(pid))).toBe(true);
    return how;
  }
  const forEver = `import { run } from "./process.ts"; const argv = [process.execPath, "-e", process.argv[2] + "setInterval(() => {}, 1000)"];`;

  it("takes the children with it: SIGTERM, SIGINT, exit", { timeout: 20_000 }, async () => {
    const plain = `${forEver} await run(argv);`;
    expect(await endUs("term", plain, "SIGTERM")).toEqual([null, "SIGTERM"]);
    expect(await endUs("int", plain, "SIGINT")).toEqual([null, "SIGINT"]);
    const exits = `${forEver} void run(argv); setTimeout(() => process.exit(4), 1500);`;
    expect(await endUs("exit", exits)).toEqual([4, null]);
  });

  it("is a matter of the interrupt watch when there is one", { timeout: 20_000 }, async () => {
    const watched = `${forEver}
      import { watchInterrupts, Interrupted } from "./interrupt.ts";
      const watch = watchInterrupts();
      try { await run(argv, { signal: watch.signal, graceMs: 200 }); } catch (error) {
        process.exit(error instanceof Interrupted ? error.exitCode : 1);
      }`;
    expect(await endUs("watched", watched, "SIGINT")).toEqual([130, null]);
  });
});
