import * as fc from "fast-check";
import { expect, it } from "vitest";
import { stringify } from "yaml";
import { linesOf } from "../diagnostics/lines.ts";
import { parseSource } from "./parse.ts";
import { readInPieces } from "./pieces.ts";
import { sourceFile } from "./source-file.ts";
import type { Path, SourceFile } from "./source.ts";

/** A text read in pieces of one entry and more, and at once. */
function inPieces(text: string): SourceFile | undefined {
  const source = { path: "f.yaml", text, lines: linesOf(text) };
  const tree = readInPieces(source, 0);
  return tree && sourceFile(source, tree);
}

/** Every path, and some that lead nowhere. */
function pathsIn(value: unknown, path: Path = []): Path[] {
  const below =
    typeof value === "object" && value !== null ? (Object.entries(value) as [string, unknown][]) : [];
  const steps = Array.isArray(value) ? below.map(([key, one]) => [Number(key), one] as const) : below;
  return [
    path,
    [...path, "nowhere"],
    [...path, 0],
    ...steps.flatMap(([step, one]) => pathsIn(one, [...path, step])),
  ];
}

/** Everything that a file can be asked. */
function answers(file: SourceFile): unknown {
  return [
    JSON.stringify(file.value),
    ...pathsIn(file.value).map((path) => [
      path,
      file.spanOf(path, "key"),
      file.spanOf(path, "value"),
      file.keysOf(path),
      file.writtenAt(path),
    ]),
  ];
}

/** True when it was read in pieces; it says then what reading it at once says. */
function agrees(text: string): boolean {
  const file = inPieces(text);
  if (file === undefined) return false;
  const whole = parseSource("f.yaml", new TextEncoder().encode(text));
  expect(whole.diagnostics).toEqual([]);
  expect(answers(file)).toEqual(whole.value && answers(whole.value));
  return true;
}

it(
  "says of lines that people may write what the whole document says, or nothing",
  { timeout: 60_000 },
  () => {
    const names = ["a", "b", "c", "d", "8", "'e'"];
    const contents = [
      "",
      "1 # one",
      "[x, y]",
      "{ k: v }",
      "|\n        long",
      ">-",
      "'open",
      "shut'",
      "b: c",
      "&x",
      "\t",
    ];
    const entry = fc
      .tuple(fc.constantFrom(...names), fc.constantFrom(...contents))
      .map((words) => words.join(": "));
    const other = fc.constantFrom(
      "",
      "# c",
      "- x",
      "- y: z",
      "? k",
      ": v",
      "txt",
      "<<: { m: 1 }",
      "[l]: m",
      "---",
      "...",
      "*x",
      "\t",
    );
    const indent = fc.constantFrom("", "", "  ", "  ", "    ", "      ");
    const end = fc.constantFrom("\n", "\n", "\r\n", "\n\n", " # d\n", "\n   # e\n");
    const line = fc.tuple(indent, fc.oneof({ weight: 4, arbitrary: entry }, other), end);
    const lines = fc.array(line, { minLength: 2, maxLength: 12 });
    let agreed = 0;
    fc.assert(
      fc.property(lines, (all) => {
        if (agrees(all.flat().join(""))) agreed += 1;
      }),
      { numRuns: 4_000 },
    );
    // Otherwise nothing was shown.
    expect(agreed).toBeGreaterThan(50);
  },
);

it("says of maps in maps what the whole document says", { timeout: 60_000 }, () => {
  const key = fc
    .string({ maxLength: 4 })
    .filter((text) => !["__proto__", "<<"].includes(text) && !text.includes("\0"));
  const text = fc.string({ maxLength: 30 }).filter((one) => !one.includes("\0"));
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4, depthSize: "small" },
      fc.oneof(text, fc.integer(), fc.constant(null), fc.array(text, { maxLength: 2 })),
      fc.dictionary(key, tie("value"), { minKeys: 1, maxKeys: 6 }),
    ),
  }));
  let agreed = 0;
  fc.assert(
    fc.property(fc.dictionary(key, value, { minKeys: 2 }), (all) => {
      if (agrees(stringify(all, { lineWidth: 20, aliasDuplicateObjects: false }))) agreed += 1;
    }),
    { numRuns: 300 },
  );
  expect(agreed).toBeGreaterThan(100);
});

it.each([
  ["an anchor", "a: &x 1\nb: 2\nc: 3\n"],
  ["an anchor of a map", "a: &x\n  d: 1\n  e: 2\nb: 2\nc: 3\n"],
  ["an alias", "a: 1\nb: *x\nc: 3\n"],
  ["a tag", "a: !x 1\nb: 2\nc: 3\n"],
  ["a tag of a map", "a: !x\n  d: 1\n  e: 2\nb: 2\nc: 3\n"],
  ["a tag of the top", "--- !x\na: 1\nb: 2\nc: 3\n"],
  ["a directive", "%YAML 1.2\n---\na: 1\nb: 2\nc: 3\n"],
  ["a second document", "a: 1\nb: 2\nc: 3\n---\nd: 4\n"],
  ["a map on the line of its key", "a: d: 1\n   e: 2\nb: 2\nc: 3\n"],
  ["a tab before a map", "a:\n\t  d: 1\n  e: 2\nb: 2\nc: 3\n"],
  ["a key that is given twice", "a: 1\nb: 2\nc: 3\na: 4\n"],
  ["a map that is given twice", "a:\n  d: 1\n  e: 2\n  f: 3\na: 2\nb: 2\nc: 3\n"],
  ["something after the end", "a: 1\nb: 2\nc: 3\n... x\n"],
  ["a list at the top", "- a\n- b\n- c\n"],
  ["nothing", "# nothing\n"],
])("leaves a text with %s to who reads the whole", (_, text) => {
  expect(inPieces(text)).toBeUndefined();
});

it("reads a large text so", () => {
  const map = (name: string): string =>
    `${name}:\n${Array.from({ length: 900 }, (_, index) => `  key${index}: [v, 'w'] # x\n`).join("")}`;
  const text = `version: 1\n${map("one")}two:\n${map("  three").replaceAll("\n  k", "\n    k")}${map("four")}`;
  const source = { path: "f.yaml", text, lines: linesOf(text) };
  const { value } = parseSource("f.yaml", new TextEncoder().encode(text));
  const tree = readInPieces(source);
  expect(text.length).toBeGreaterThan(40_000);
  expect(value && answers(value)).toEqual(tree && answers(sourceFile(source, tree)));
  expect(value?.spanOf(["two", "three", "key899"], "key").start.line).toBe(1 + 901 + 2 + 900);
});
