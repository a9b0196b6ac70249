import fc from "fast-check";
import { expect, it } from "vitest";
import { firstDifferentLine } from "./first-different-line.ts";

it.each([
  ["a\nb\nc\n", "a\nx\nc\n", 2],
  ["a\nb\n", "a\n", 2],
  ["a\nb", "a", 2],
  ["\na", "x\na", 0],
  ["a\n\nb", "a\nb", 2],
  ["x", "", 0],
  ["", "x", 0],
  // The other has a line more.
  ["a\nb", "a\nb\nc", 2],
])("of %j against %j is %i", (text, other, expected) => {
  expect(firstDifferentLine(text, other)).toBe(expected);
});

it("is the line that a comparison line by line finds", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "b", "\n"), maxLength: 12 });
  fc.assert(
    fc.property(text, text, (one, other) => {
      const [lines, others] = [one.split("\n"), other.split("\n")];
      const index = lines.findIndex((line, at) => line !== others[at]);
      fc.pre(index >= 0);
      expect(firstDifferentLine(one, other)).toBe(
        lines.slice(0, index).reduce((sum, line) => sum + line.length + 1, 0),
      );
    }),
  );
});
