import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { nodeFiles } from "../io/node-files.ts";
import { parseSource } from "../source/parse.ts";
import { traceFiles } from "../io/trace.ts";
import { findFragments, isSearchable, type Fragments } from "./find-fragments.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fluxtilt-fragments-"));
  // Names that almost fit in very many ways.
  writeFileSync(join(folder, "a".repeat(255)), "");
  writeFileSync(join(folder, "tilt.yaml"), "");
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function found(pattern: string, files = nodeFiles(folder)): Promise<Fragments> {
  const { value } = parseSource("c.yaml", Buffer.from("fragments: [a]\n"));
  if (value === undefined) throw new Error("there is no source");
  return await findFragments(files, value, [pattern]);
}

async function codes(pattern: string): Promise<readonly string[]> {
  return (await found(pattern)).diagnostics.map(({ code }) => code);
}

function write(path: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), "");
}

it.each([
  `${"*a".repeat(20)}b`,
  "*a*a*a*{a,b,*c*d}",
  "+(a|aa)b",
  "+(*(a))b",
  "*(*a)b",
  "!(a)a*a*a*b",
  "**/a/**/a/**/a/**/b",
  "*a".repeat(20_000),
  "{a,".repeat(20_000),
])("refuses a pattern that could fit in more ways than anybody waits for: %.40s", async (pattern) => {
  expect(await codes(pattern)).toEqual(["FT112"]);
  expect(isSearchable(pattern)).toBe(false);
});

it.each(["*a*a*a", "+(a)b", "+([0-9]).yaml", "!(a)*.yml", "**/**/**/**/x", "{*a,*b,*c,*d}/x/*/*/*/*"])(
  "takes %s, and does not wait for it",
  { timeout: 20_000 },
  async (pattern) => {
    expect(["", "FT110"]).toContain((await codes(pattern)).join());
    expect(isSearchable(pattern)).toBe(true);
  },
);

it("asks where a path leads only once for all that stands in one folder", async () => {
  const files = nodeFiles(folder);
  const asked: string[] = [];
  const counted = {
    ...files,
    realPath: (path: string) => {
      asked.push(path);
      return files.realPath(path);
    },
  };
  for (const path of ["parts/a/x/tilt.yaml", "parts/b/x/tilt.yaml", "parts/b/y/tilt.yaml"]) write(path);
  expect((await found("parts/**/tilt.yaml", traceFiles(counted).files)).paths).toHaveLength(3);
  expect(asked.sort()).toEqual([".", "parts"]);
});

it("reads what a link leads to inside of the repository, and not outside", async () => {
  write("parts/a/tilt.yaml");
  symlinkSync("parts", join(folder, "inside"));
  symlinkSync(tmpdir(), join(folder, "outside"));
  const there = basename(folder);
  expect((await found("inside/*/tilt.yaml")).paths).toEqual(["inside/a/tilt.yaml"]);
  for (const pattern of [`outside/${there}/parts/*/tilt.yaml`, `outside/${there}/parts/a/tilt.yaml`])
    expect((await found(pattern)).paths).toEqual([pattern.replace("*", "a")]);
  const beside = mkdtempSync(join(tmpdir(), "fluxtilt-beside-"));
  writeFileSync(join(beside, "tilt.yaml"), "");
  const into = `outside/${basename(beside)}`;
  for (const pattern of [`${into}/*.yaml`, `${into}/tilt.yaml`])
    expect(await codes(pattern)).toEqual(["FT207"]);
  rmSync(beside, { recursive: true });
});
