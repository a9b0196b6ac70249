import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { nodeFiles } from "../io/node-files.ts";
import { parseSource } from "../source/parse.ts";
import { findFragments, isSearchable } from "./find-fragments.ts";

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

async function codes(pattern: string): Promise<readonly string[]> {
  const { value } = parseSource("c.yaml", Buffer.from("fragments: [a]\n"));
  if (value === undefined) throw new Error("there is no source");
  const { diagnostics } = await findFragments(nodeFiles(folder), value, [pattern]);
  return diagnostics.map(({ code }) => code);
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
