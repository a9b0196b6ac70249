import { globSync } from "fast-glob";
import * as fc from "fast-check";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, it } from "vitest";
import * as plain from "yaml";
import { changedTexts } from "./changed-texts.ts";

/** As it comes, which no bundler or runner of tests has touched. */
const untouched = createRequire(import.meta.url)("yaml") as typeof plain;

/** All that a parser tells of a text that comes in parts, as one text; undefined where it is nested too deep. */
function told({ Lexer, Parser }: typeof plain, parts: readonly string[]): string | undefined {
  const lines: number[] = [];
  const parser = new Parser((offset) => lines.push(offset));
  try {
    const tokens = parts.flatMap((part, index) => [...parser.parse(part, index < parts.length - 1)]);
    const lexemes = [...new Lexer().lex(parts.join(""))];
    return JSON.stringify({ tokens, lines, lexemes });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function expectTheSame(...parts: readonly string[]): void {
  const wanted = told(untouched, parts);
  if (wanted !== undefined) expect(told(plain, parts)).toBe(wanted);
}

it("is the one that is tested", () => {
  expect(Object.hasOwn(new plain.Parser(), "ended")).toBe(true);
  expect(Object.hasOwn(new untouched.Parser(), "ended")).toBe(false);
});

it("tells of every file of the fixtures what `yaml` tells", () => {
  for (const path of globSync("fixtures/**/*.{yaml,yml}", { dot: true }))
    expectTheSame(readFileSync(path, "utf8"));
});

it("tells of what people wrote, and changed, what `yaml` tells", { timeout: 60_000 }, () => {
  const hold = (text: string): void => {
    expectTheSame(text);
  };
  fc.assert(fc.property(changedTexts(), hold), { numRuns: 4_000 });
});

it("tells of a text that comes in parts what `yaml` tells", () => {
  const hold = (text: string, at: number): void => {
    expectTheSame(text.slice(0, at), text.slice(at));
  };
  fc.assert(fc.property(changedTexts(), fc.nat(30), hold), { numRuns: 1_000 });
});

it("yields each document once it has ended", () => {
  const text = "a: 1\n---\n".repeat(10);
  let lines = 0;
  const tokens = new plain.Parser(() => (lines += 1)).parse(text);
  expect(Array.from(tokens, () => lines)).toEqual([2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 21]);
});
