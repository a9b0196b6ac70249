import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { nodeFiles } from "../../io/node-files.ts";
import { parseYaml, type YamlFile } from "../../reality/flux/parse.ts";
import { resolveRepository } from "../../reality/resolve.ts";
import { lab } from "../../testing/flux-lab.ts";
import { openKeptYaml } from "./kept-yaml.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fluxtilt-yaml-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const program = "this build";

/** A run that reads these texts: what they say, and which of them were parsed. */
async function run(texts: readonly string[], by = program): Promise<{ said: YamlFile[]; parsed: string[] }> {
  const parsed: string[] = [];
  const yaml = await openKeptYaml({ folder, program: by }, "/repository", (text) => {
    parsed.push(text);
    return parseYaml(text);
  });
  const said = texts.map((text) => yaml.parse(text));
  await yaml.keep();
  return { said, parsed };
}

const texts = ["a: 1\n", "b: [x, .inf, null]\n---\nc:\n", "d: {\n", "__proto__: { e: 1 }\n"];

describe("YAML that is kept from run to run", () => {
  it("says what the parser says, and only what is new is parsed", async () => {
    const first = await run(texts);
    expect(first).toEqual({ said: texts.map((text) => parseYaml(text)), parsed: texts });
    expect(await run(texts)).toEqual({ said: first.said, parsed: [] });
    const changed = [...texts.slice(1), "a: 2\n"];
    expect((await run(changed)).parsed).toEqual(["a: 2\n"]);
    expect((await run(texts)).parsed).toEqual(["a: 1\n"]);
  });

  it("is of one program only, and is one file for a repository", async () => {
    await run(texts);
    expect((await run(texts, "another build")).parsed).toEqual(texts);
    expect((await run(texts)).parsed).toEqual([]);
    expect(readdirSync(folder)).toHaveLength(2);
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

  it("may be shared: nothing that follows Flux changes it", async () => {
    const files = nodeFiles(lab);
    const parseFrozen = (text: string): YamlFile => frozen(parseYaml(text));
    expect(await resolveRepository({ ...files, parseYaml: parseFrozen })).toEqual(
      await resolveRepository(files),
    );
  });
});

function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null) Object.values(value).forEach(frozen);
  return Object.freeze(value);
}
