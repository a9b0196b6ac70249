import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseYaml, type YamlFile } from "../../reality/flux/parse.ts";
import { HeapRoom } from "../../source/heap-need.ts";
import { parseSource } from "../../source/parse.ts";
import type { PackedSource } from "../../source/source.ts";
import { ParsedFiles } from "../parsed-files.ts";
import { openKept } from "./kept.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fluxtilt-kept-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const texts = ["a: 1\n", "b: [x, .inf, null]\n---\nc:\n", "d: {\n", "8: { e: 1 }\n7: -0\n"];

/** A run that reads these texts: what they say, and which of them were parsed. */
async function run(
  read: readonly string[],
  { program = "this build", about = "yaml" } = {},
): Promise<{ said: YamlFile[]; parsed: string[] }> {
  const parsed: string[] = [];
  const kept = await openKept<YamlFile>({ folder, program }, [about]);
  const said = read.map((text) => {
    const before = kept.get(text);
    if (before !== undefined) return before;
    parsed.push(text);
    const value = parseYaml(text);
    kept.put(text, value);
    return value;
  });
  await kept.save();
  return { said, parsed };
}

describe("what is kept from run to run", () => {
  it("says what was read, and only what is new is read", async () => {
    const first = await run(texts);
    expect(first).toEqual({ said: texts.map((text) => parseYaml(text)), parsed: texts });
    const again = await run(texts);
    expect(again).toEqual({ said: first.said, parsed: [] });
    expect(JSON.stringify(again.said)).toBe(JSON.stringify(first.said));
    expect((await run([...texts.slice(1), "a: 2\n"])).parsed).toEqual(["a: 2\n"]);
    expect((await run(texts)).parsed).toEqual(["a: 1\n"]);
  });

  it("is of one program and one subject only, each in one file", async () => {
    await run(texts);
    expect((await run(texts, { program: "another build" })).parsed).toEqual(texts);
    expect((await run(texts, { about: "another subject" })).parsed).toEqual(texts);
    expect((await run(texts)).parsed).toEqual([]);
    expect(readdirSync(folder)).toHaveLength(3);
  });

  it("is not believed where a byte of it is another", async () => {
    const { said } = await run(texts);
    const path = join(folder, readdirSync(folder)[0] ?? "");
    const whole = readFileSync(path);
    const change = fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), fc.boolean());
    await fc.assert(
      fc.asyncProperty(change, async ([at, by, isCut]) => {
        const bytes = Buffer.from(isCut ? whole.subarray(0, at) : whole);
        if (!isCut) bytes[at] = (bytes[at] ?? 0) ^ by;
        writeFileSync(path, bytes);
        expect(await run(texts)).toEqual({ said, parsed: texts });
      }),
      { numRuns: 40 },
    );
  });

  it("is not believed where others may write it, nor waited for where a pipe has its place", async () => {
    await run(texts);
    const path = join(folder, readdirSync(folder)[0] ?? "");
    chmodSync(path, 0o622);
    expect((await run(texts)).parsed).toEqual(texts);
    rmSync(path);
    execFileSync("mkfifo", [path]);
    expect((await run(texts)).parsed).toEqual(texts);
    expect((await run(texts)).parsed).toEqual([]);
  });

  it("costs nothing but time where the disk refuses", async () => {
    rmSync(folder, { recursive: true });
    writeFileSync(folder, "a file in its place");
    expect((await run(texts)).parsed).toEqual(texts);
    expect((await run(texts)).parsed).toEqual(texts);
    rmSync(folder);
    mkdirSync(folder);
  });
});

describe("inventory files", () => {
  const bytes = (text: string): Uint8Array => Buffer.from(text);
  const names = (count: number): string =>
    Array.from({ length: count }, (_, index) => `  k${index}: [v]\n`).join("");
  const files: Readonly<Record<string, string>> = {
    "cluster.config.yaml": "version: 1\nbase: &base { x: 1, y: *none }\n".replace("*none", "[2]"),
    "a/tilt.yaml": "groups: &g\n  <<: { q: 1 }\n  r: 2 # two\nagain: *g\nmerged: { <<: *g, s: 3 }\n",
    "b/tilt.yaml": `large:\n${names(4_000)}`,
    "c/tilt.yaml": "wrong: 1\nwrong: 2\n",
  };

  /** A run that reads them: everything that they can be asked, and which were parsed. */
  async function read(
    of: Readonly<Record<string, string>>,
    looksBeyond = false,
  ): Promise<{ said: unknown; parsed: string[] }> {
    const parsed: string[] = [];
    const kept = await openKept<PackedSource>({ folder, program: "this build" }, ["inventory"]);
    const all = new ParsedFiles(kept, (path, content) => {
      parsed.push(path);
      return parseSource(path, content);
    });
    const said = Object.entries(of).map(([path, text]) => {
      const { value, diagnostics } = all.parse(path, bytes(text), new HeapRoom());
      const paths = [
        [],
        ["groups", "r"],
        ["again", "q"],
        ["merged", "r"],
        ["large", "k3999", 0],
        ["wrong"],
        ["no"],
      ];
      return [
        diagnostics,
        value?.path,
        JSON.stringify(value?.value),
        value?.lineAt(2),
        ...paths.map((one) => [
          value?.spanOf(one, "key"),
          value?.spanOf(one, "value"),
          value?.keysOf(one),
          value?.writtenAt(one),
        ]),
      ];
    });
    await all.save(looksBeyond);
    return { said, parsed };
  }

  it("are parsed where they have changed, and say the same where they have not", async () => {
    const first = await read(files);
    expect(first.parsed).toEqual(Object.keys(files));
    // What is to be told of a file is worked out each time.
    expect(await read(files)).toEqual({ said: first.said, parsed: ["c/tilt.yaml"] });
    const { parsed } = await read({ ...files, "a/tilt.yaml": "groups: {}\n", "c/tilt.yaml": "right: 1\n" });
    expect(parsed).toEqual(["a/tilt.yaml", "c/tilt.yaml"]);
    const moved = await read({ "d/tilt.yaml": files["b/tilt.yaml"] ?? "", ...files });
    expect(moved.parsed).not.toContain("d/tilt.yaml");
    expect(JSON.stringify(moved.said)).toContain('"file":"d/tilt.yaml"');
  });

  it("are not kept where there is but one, unless something else may change beside it", async () => {
    const one = { "cluster.config.yaml": "version: 1\n" };
    await read(one);
    expect(readdirSync(folder)).toEqual([]);
    await read(one, true);
    expect((await read(one, true)).parsed).toEqual([]);
  });
});
