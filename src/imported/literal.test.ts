import { expect, it } from "vitest";
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
