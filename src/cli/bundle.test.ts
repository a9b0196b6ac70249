import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, sep } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { codeFile, openBundle } from "./bundle.ts";
import { readCode } from "./kept-code.ts";
import { createProject, inventory, runBundle, type Project } from "./testing/command-line.ts";

let folder = "";
let kept = "";

const sources: Readonly<Record<string, string>> = {
  "program.js": `(function (exports, require) {
const { twice } = require("./parts/twice.js");
const { sep } = require("node:path");
exports.answer = (it) => twice(it) + sep;
})`,
  "parts/twice.js": `(function (exports, require) {
exports.twice = (it) => it + it;
exports.again = () => require("../program.js").answer("b");
})`,
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fluxtilt-bundle-"));
  kept = join(folder, "cache/fluxtilt/one.code");
  mkdirSync(join(folder, "parts"));
  for (const [name, text] of Object.entries(sources)) writeFileSync(join(folder, name), text);
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What a run says that keeps its code, and which file it is kept in then: another one where it was written anew. */
function run(): { readonly said: string; readonly inode: number | undefined } {
  const bundle = openBundle(folder, kept);
  const { answer } = bundle.load("program.js") as { answer: (it: string) => string };
  const { again } = bundle.load("parts/twice.js") as { again: () => string };
  const said = answer("a") + again();
  bundle.keep();
  return { said, inode: existsSync(kept) ? statSync(kept).ino : undefined };
}

const right = `aa${sep}bb${sep}`;

describe("the code of the bundle", () => {
  it("is kept once, and taken from there", () => {
    const first = run();
    expect(first.said).toBe(right);
    expect([...readCode(kept).keys()].sort()).toEqual(["parts/twice.js", "program.js"]);
    expect(run()).toEqual(first);
    expect(readdirSync(dirname(kept))).toEqual(["one.code"]);
  });

  it("is that of all files that were ever loaded by such a call", () => {
    const bundle = openBundle(folder, kept);
    bundle.load("parts/twice.js");
    bundle.keep();
    const { inode } = run();
    expect([...readCode(kept).keys()].sort()).toEqual(["parts/twice.js", "program.js"]);
    openBundle(folder, kept).keep();
    expect(run().inode).toBe(inode);
  });

  it("is not believed where a byte of it is another, and made again", () => {
    run();
    const whole = readFileSync(kept);
    const at = fc.integer({ min: 0, max: whole.length - 1 });
    fc.assert(
      fc.property(at, fc.integer({ min: 1, max: 255 }), fc.boolean(), (index, change, isCut) => {
        const bytes = Buffer.from(isCut ? whole.subarray(0, index) : whole);
        if (!isCut) bytes[index] = (bytes[index] ?? 0) ^ change;
        writeFileSync(kept, bytes);
        expect(readCode(kept).size).toBe(0);
        expect(run().said).toBe(right);
        expect(readCode(kept).size).toBe(2);
      }),
      { numRuns: 40 },
    );
  });

  it.skipIf(process.platform === "win32")("is not believed where others could have written it", () => {
    run();
    chmodSync(kept, 0o620);
    expect(readCode(kept).size).toBe(0);
    expect(run().said).toBe(right);
    expect(statSync(kept).mode & 0o777).toBe(0o600);
  });

  it("is made again where it is of a longer or shorter source: the name of the file stands for the rest", () => {
    const { inode } = run();
    writeFileSync(join(folder, "parts/twice.js"), sources["parts/twice.js"]?.replace("it + it", "it") ?? "");
    const changed = run();
    expect(changed.said).toBe(`a${sep}b${sep}`);
    expect(changed.inode).not.toBe(inode);
  });

  it("costs nothing but time where the disk refuses", () => {
    mkdirSync(dirname(dirname(kept)), { recursive: true });
    writeFileSync(dirname(kept), "a file in the way");
    expect(run().said).toBe(right);
    const without = openBundle(folder, undefined);
    without.load("program.js");
    without.keep();
    expect(readFileSync(dirname(kept), "utf8")).toBe("a file in the way");
  });
});

describe("the file that code is kept in", () => {
  const memory = { folder: "/cache", program: "this build" };
  const file = (line: string, env: Readonly<Record<string, string>> = {}, execArgv: readonly string[] = []) =>
    codeFile(memory, line.split(" "), { env, execArgv });

  it("is one for each command, and for each way that Node was started", () => {
    expect(file("check --no-cache")).toBe(file("--no-color check"));
    const calls = [
      file("check"),
      file("validate"),
      file("check", { NODE_OPTIONS: "--no-opt" }),
      file("check", {}, ["--no-opt"]),
    ];
    expect(
      new Set([...calls, codeFile({ ...memory, program: "another" }, ["check"], { env: {}, execArgv: [] })])
        .size,
    ).toBe(5);
  });

  it("is none in CI, nor where Node is told to keep none", () => {
    expect(file("check", { CI: "true" })).toBeUndefined();
    expect(file("check", { NODE_DISABLE_COMPILE_CACHE: "1" })).toBeUndefined();
    expect(file("check", { CI: "" })).toBeDefined();
  });
});

describe("the bundle", () => {
  let project: Project;
  beforeEach(async () => {
    project = await createProject();
  });
  afterEach(() => project.end());

  it("says the same with and without code that was kept", { timeout: 60_000 }, async () => {
    await project.put("cluster.config.yaml", inventory);
    const env = { XDG_CACHE_HOME: join(folder, "cache"), CI: "" };
    const ran = async (more = {}) => await runBundle(project.root, ["validate"], { ...env, ...more });
    const first = await ran();
    // V8 would complain here about a flag that it does not know.
    expect(first.stderr).toBe("cluster.config.yaml: all rules hold\n");
    const codes = () => readdirSync(join(folder, "cache/fluxtilt")).filter((name) => name.endsWith(".code"));
    expect(codes()).toHaveLength(1);
    expect(await ran()).toEqual(first);
    expect(await ran({ CI: "1" })).toEqual(first);
    for (const name of codes()) writeFileSync(join(folder, "cache/fluxtilt", name), "nonsense");
    expect(await ran()).toEqual(first);
  });

  it("has no part of Node that takes long to load", { timeout: 60_000 }, async () => {
    await project.put("cluster.config.yaml", inventory);
    const tell = join(folder, "tell.cjs");
    writeFileSync(
      tell,
      `process.on("exit", () => { console.log(process.moduleLoadList.filter((name) => / (perf_hooks|vm)$/.test(name))) })`,
    );
    const { stdout } = await runBundle(project.root, ["validate"], { NODE_OPTIONS: `--require=${tell}` });
    expect(stdout).toBe("[ 'NativeModule vm' ]\n");
  });

  it("keeps its code once, also where much text has V8 optimise sooner", { timeout: 60_000 }, async () => {
    await project.put("cluster.config.yaml", `${inventory}${`# ${"-".repeat(97)}\n`.repeat(11_000)}`);
    const inodes = async () => {
      const ran = await runBundle(project.root, ["validate", "--no-cache"], {
        XDG_CACHE_HOME: join(folder, "cache"),
        CI: "",
      });
      expect(ran.stderr).toBe("cluster.config.yaml: all rules hold\n");
      const cache = join(folder, "cache/fluxtilt");
      return readdirSync(cache).map((name) => statSync(join(cache, name)).ino);
    };
    const kept = await inodes();
    expect(kept).toHaveLength(1);
    expect(await inodes()).toEqual(kept);
  });
});
