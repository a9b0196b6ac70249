import { expect, it } from "vitest";
import type { Diagnostic } from "./diagnostic.ts";
import { linesOf } from "./lines.ts";
import { order } from "./order.ts";

function diagnostic(code: number, file?: string, offset = 0): Diagnostic {
  const span = file === undefined ? undefined : linesOf("x".repeat(100)).span(file, offset, offset + 1);
  return { code: `FT${code}`, severity: "error", message: "wrong", span };
}

const told = (diagnostics: readonly Diagnostic[]): string[] =>
  diagnostics.map(({ code, span }) => `${code} ${span?.file ?? "-"} ${span?.start.offset ?? 0}`);

it("goes by file, offset and code, those without a place first", () => {
  const given = [
    diagnostic(203, "b.yaml", 4),
    diagnostic(202, "a.yaml", 30),
    diagnostic(201, "a.yaml", 30),
    diagnostic(999, "a.yaml", 9),
    diagnostic(300),
  ];
  expect(told(order(given))).toEqual([
    "FT300 - 0",
    "FT999 a.yaml 9",
    "FT201 a.yaml 30",
    "FT202 a.yaml 30",
    "FT203 b.yaml 4",
  ]);
});

it("follows the files given, the others by path after them", () => {
  const given = [
    diagnostic(1, "c.yaml"),
    diagnostic(2, "B.yaml"),
    diagnostic(3, "root.yaml"),
    diagnostic(4, "a.yaml"),
  ];
  expect(told(order(given, ["root.yaml", "c.yaml"]))).toEqual([
    "FT3 root.yaml 0",
    "FT1 c.yaml 0",
    "FT2 B.yaml 0",
    "FT4 a.yaml 0",
  ]);
});

it("leaves out exact duplicates only, and changes nothing that it was given", () => {
  const first = diagnostic(1, "a.yaml", 5);
  const given = [first, { ...first }, { ...first, message: "another" }];
  expect(order(given).map((one) => one.message)).toEqual(["wrong", "another"]);
  expect(given).toHaveLength(3);
});
