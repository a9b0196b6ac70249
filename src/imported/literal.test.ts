import { describe, expect, it } from "vitest";
import { readLiteral } from "./literal.ts";

it.each([
  ['"a \\"b\\""', 'a "b"'],
  ["-3", -3],
  ["0.5", 0.5],
  ["True", true],
  ["None", null],
  ['["a", (1, 2), []]', ["a", [1, 2], []]],
])("reads %s", (printed, value) => {
  expect(readLiteral(printed)).toEqual(value);
});

it("keeps the order of a map", () => {
  const map = readLiteral('{"10": "ten", "9": {"deep": "x"}}');
  expect([...(map as ReadonlyMap<string, unknown>).keys()]).toEqual(["10", "9"]);
});

it.each(["<function f>", "[<built-in function len>]", '"\\x00"', "{1: 2}", "[1", '{"a": f}', "1 2"])(
  "takes %s for no literal",
  (printed) => {
    expect(readLiteral(printed)).toBeUndefined();
  },
);

describe("a long literal", () => {
  it.each([`${"[".repeat(100_000)}${"]".repeat(100_000)}`, '{"a":'.repeat(100_000)])(
    "is none where it is nested too deep: %.40s",
    (printed) => {
      expect(readLiteral(printed)).toBeUndefined();
    },
  );

  it("is read to its end, however many items it has", { timeout: 20_000 }, () => {
    expect(readLiteral(`[${"1, ".repeat(300_000)}2]`)).toHaveLength(300_001);
  });
});
