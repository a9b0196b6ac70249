import * as fc from "fast-check";
import { expect, it } from "vitest";
import { stringify } from "yaml";
import { linesOf } from "../diagnostics/lines.ts";
import { changedTexts } from "../testing/changed-texts.ts";
import { readBothWays } from "../testing/two-readings.ts";
import { readInPieces } from "./pieces.ts";

/** Holds a property on so many texts, and that enough of them were plain enough to show something. */
function expectOneReading(texts: fc.Arbitrary<string>, numRuns: number, enough: number): void {
  let inventories = 0;
  let manifests = 0;
  fc.assert(
    fc.property(texts, (text) => {
      const { inventory, manifest } = readBothWays(text);
      inventories += Number(inventory);
      manifests += Number(manifest);
    }),
    { numRuns },
  );
  expect(inventories).toBeGreaterThan(enough);
  expect(manifests).toBeGreaterThan(enough);
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
    expectOneReading(
      lines.map((all) => all.flat().join("")),
      4_000,
      30,
    );
  },
);

it("says of what people wrote, and changed, what the whole document says", { timeout: 60_000 }, () => {
  expectOneReading(changedTexts(), 4_000, 1_000);
});

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
  const texts = fc
    .dictionary(key, value, { minKeys: 2 })
    .map((all) => stringify(all, { lineWidth: 20, aliasDuplicateObjects: false }));
  expectOneReading(texts, 300, 100);
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
  ["a map without brackets in a flow map", "a: { b: c: d }\ne: 1\n"],
  ["a list of a pair", "a: [b: c]\nd: 1\n"],
  ["a key of a flow map without a value", "a: { b }\nc: 1\n"],
  ["a flow list without a comma", "a: [b: , c d: ]\ne: 1\n"],
  ["a bracket that is not closed", "a: [b\nc: 1\n"],
  ["an explicit key", "? a\n: b\nc: 1\n"],
  ["a key that is null", "~: a\nb: 1\n"],
  ["a merge", "<<: { a: 1 }\nb: 1\n"],
  ["a key of more than 1,024 characters", `${"a".repeat(1025)}: b\nc: 1\n`],
  ["a text of too many characters", `a: ${"b".repeat(128 * 1024)}\nc: 1\n`],
  ["half a surrogate pair", 'a: "\\ud800"\nb: 1\n'],
  ["a text that begins as none may", "a: @b\nc: 1\n"],
  ["a wrong escape", 'a: "\\q"\nb: 1\n'],
  ["too many levels", `a: ${"[".repeat(101)}${"]".repeat(101)}\nb: 1\n`],
  ["something after the end", "a: 1\nb: 2\nc: 3\n... x\n"],
  ["a list at the top", "- a\n- b\n- c\n"],
  ["nothing", "# nothing\n"],
])("leaves a text with %s to who reads the whole", (_, text) => {
  expect(readInPieces({ path: "f.yaml", text, lines: linesOf(text) }, 0)).toBeUndefined();
});

it("reads a large text so", () => {
  const map = (name: string): string =>
    `${name}:\n${Array.from({ length: 900 }, (_, index) => `  key${index}: [v, 'w'] # x\n`).join("")}`;
  const text = `version: 1\n${map("one")}two:\n${map("  three").replaceAll("\n  k", "\n    k")}${map("four")}`;
  expect(readBothWays(text).inventory).toBe(true);
});
