import * as fc from "fast-check";
import { expect, it } from "vitest";
import { cellsOf, columnsOf, visible } from "./columns.ts";

it.each([
  ["abc", 3],
  ["Düsseldorf", 10],
  ["e\u0301", 1],
  ["\u0301", 0],
  ["漢字", 4],
  ["ｱ", 1],
  ["Ａ", 2],
  ["한국", 4],
  ["🔄 Sync", 7],
  ["👩‍👩‍👧", 2],
  ["🇩🇪", 2],
  ["⚙️", 2],
  ["⚙", 1],
  ["…", 1],
  ["\u{20000}", 2],
  ["a\tb", 5],
  ["\t\t", 8],
])("%j takes %i columns", (text, columns) => {
  expect(columnsOf(text)).toBe(columns);
});

it("shows what a terminal would obey or hide", () => {
  expect(visible("a\u001b[31mb")).toBe("a\\u{1b}[31mb");
  expect(visible("\u202eevil\u2069")).toBe("\\u{202e}evil\\u{2069}");
  expect(visible("a\r\nb\0")).toBe("a\\u{d}\\nb\\u{0}");
  expect(visible("\ud800x\u009b\u2028")).toBe("\\u{d800}x\\u{9b}\\u{2028}");
  expect(visible("👩‍👩‍👧 Düsseldorf 漢字")).toBe("👩‍👩‍👧 Düsseldorf 漢字");
});

it("lets nothing dangerous out, and covers each unit of the line once", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (line) => {
      const cells = cellsOf(line);
      const shown = cells.map((cell) => cell.text).join("");
      expect(shown).not.toMatch(/[\p{Cc}\p{Surrogate}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
      expect(cells.map((cell) => line.slice(cell.start, cell.end)).join("")).toBe(line);
    }),
  );
});
