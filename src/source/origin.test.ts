import { expect, it } from "vitest";
import { at, entriesAt, spanAt } from "./origin.ts";
import type { Origin } from "./origin.ts";
import { parseSource } from "./parse.ts";

function originOf(text: string): Origin {
  const { value } = parseSource("f.yaml", new TextEncoder().encode(text));
  if (value === undefined) throw new Error("no value");
  return { source: value, path: [] };
}

it("goes down step by step", () => {
  const origin = originOf("a:\n  b: [x, y]\n");
  expect(spanAt(at(origin, "a", "b", 1)).start).toMatchObject({ line: 2, column: 10 });
  expect(spanAt(at(at(origin, "a"), "b"), "key").start).toMatchObject({ line: 2, column: 3 });
});

it("tells entries in the order of the document, defaults last", () => {
  const origin = originOf("m: { zeta: 1, 10: 2, 9: 3 }\n");
  const record = { 9: "c", 10: "b", extra: "d", zeta: "a" };
  const entries = entriesAt(at(origin, "m"), record);
  expect(entries.map(([key, value]) => [key, value])).toEqual([
    ["zeta", "a"],
    ["10", "b"],
    ["9", "c"],
    ["extra", "d"],
  ]);
  expect(spanAt(entries[1]?.[2] ?? origin).start).toMatchObject({ line: 1, column: 19 });
});

it("has no entries without a record, and none that validation left out", () => {
  const origin = originOf("m: { a: 1, toString: 2 }\n");
  expect(entriesAt(at(origin, "m"), undefined)).toEqual([]);
  expect(entriesAt(at(origin, "m"), { a: 1 }).map(([key]) => key)).toEqual(["a"]);
});
