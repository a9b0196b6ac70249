import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { parseSource } from "./parse.ts";
import { scalarTextAt, valueAt } from "./scalar-text.ts";
import type { Origin } from "./origin.ts";

function scalar(yaml: string, ...path: (string | number)[]): { origin: Origin; yaml: string; text: string } {
  const { value } = parseSource("f.yaml", new TextEncoder().encode(yaml));
  if (value === undefined) throw new Error("no value");
  const origin = { source: value, path };
  return { origin, yaml, text: String(valueAt(origin)) };
}

/** What the source holds where `needle` of the text is said to stand. */
function found(yaml: string, needle: string): string {
  const { origin, text } = scalar(yaml, "a");
  const start = text.indexOf(needle);
  expect(start).toBeGreaterThanOrEqual(0);
  const span = scalarTextAt(origin, text).spanOf(start, start + needle.length);
  return yaml.slice(span.start.offset, span.end.offset);
}

describe("a piece of a scalar's text stands where it was written", () => {
  it.each([
    ["plain", "a: echo $X now\n", "$X", "$X"],
    ["plain over lines", "a: echo\n  one\n\n  $X\n", "$X", "$X"],
    ["plain with blanks at the end of a line", "a: one  \n  $X\n", "$X", "$X"],
    ["single quotes", "a: 'it''s $X'\n", "$X", "$X"],
    ["single quotes themselves", "a: 'it''s'\n", "t's", "t''s"],
    ["double quotes", 'a: "\\u0041\\t\\"$X\\""\n', "$X", "$X"],
    ["double quotes over lines", 'a: "one \\\n  two\n  $X"\n', "$X", "$X"],
    ["an escaped blank at the end of a line", 'a: "one\\ \n  $X"\n', "$X", "$X"],
    ["a literal block", "a: |\n  one\n    two\n  $X\n", "$X", "$X"],
    ["a literal block with a comment", "a: |- # why\n\n  one $X\n", "$X", "$X"],
    ["a literal block with its indentation", "a: |2\n    one\n  $X\n", "$X", "$X"],
    ["a literal block that keeps its end", "a: |+\n  $X\n\n\nb: 1\n", "$X", "$X"],
    ["a folded block", "a: >\n  one\n  two\n\n  three\n    $X\n", "$X", "$X"],
    ["CRLF", "a: |\r\n  one\r\n  $X\r\n", "$X", "$X"],
  ])("in %s", (_, yaml, needle, expected) => {
    expect(found(yaml, needle)).toBe(expected);
  });

  it("in anything that a writer of YAML writes", () => {
    const piece = fc.constantFrom(
      "$X",
      "a",
      " ",
      "\n",
      "'",
      '"',
      "\\",
      "  ",
      "#",
      ": ",
      "é",
      "🔄",
      "\t",
      "- ",
    );
    const style = fc.constantFrom("PLAIN", "QUOTE_SINGLE", "QUOTE_DOUBLE", "BLOCK_LITERAL", "BLOCK_FOLDED");
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1 }), style, (pieces, defaultStringType) => {
        const value = pieces.join("");
        const yaml = stringify({ k: { a: value } }, { defaultStringType: defaultStringType as "PLAIN" });
        const source = parseSource("f.yaml", new TextEncoder().encode(yaml)).value;
        // The writer loses blanks here and there, and the whole text with them; then there is nothing to find.
        fc.pre(source !== undefined);
        const origin: Origin = { source, path: ["k", "a"] };
        const text = String(valueAt(origin));
        fc.pre(text === value);
        for (let at = text.indexOf("$X"); at !== -1; at = text.indexOf("$X", at + 1)) {
          const { start, end } = scalarTextAt(origin, text).spanOf(at, at + 2);
          expect(yaml.slice(start.offset, end.offset)).toBe("$X");
        }
      }),
      { numRuns: 2000 },
    );
  });
});

it("answers the whole scalar for a text that is not the written one", () => {
  const { origin, yaml } = scalar('a: "echo {port}"\n', "a");
  const { start, end } = scalarTextAt(origin, "echo 80").spanOf(5, 7);
  expect(yaml.slice(start.offset, end.offset)).toBe('"echo {port}"');
});

it("answers the alias for a text that stands elsewhere", () => {
  const { origin, yaml, text } = scalar("b: &b echo $X\na: *b\n", "a");
  const { start, end } = scalarTextAt(origin, text).spanOf(5, 7);
  expect(yaml.slice(start.offset, end.offset)).toBe("*b");
});
