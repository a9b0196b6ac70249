import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { columnsOf } from "./columns.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { linesOf } from "./lines.ts";
import { countsOf, formatText } from "./text.ts";

/** Formats one problem at the first place of `found` in a text. */
function shown(text: string, found: string, extra: Partial<Diagnostic> = {}, width = 80): string {
  const lines = linesOf(text);
  const start = text.indexOf(found);
  const span = lines.span("f.yaml", start, start + found.length);
  const diagnostic: Diagnostic = { code: "FT203", severity: "error", message: "wrong", span, ...extra };
  return formatText([diagnostic], { sources: new Map([["f.yaml", lines]]), color: false, width });
}

describe("whole texts", () => {
  it("says nothing about nothing", () => {
    expect(formatText([], { sources: new Map(), color: false, width: 80 })).toBe("");
  });

  it("says no line of help that GitHub's runner takes for a command", () => {
    const help = "mend it\n::set-output name=a::b\n  ::error::b\na::b";
    const diagnostic: Diagnostic = { code: "FT203", severity: "error", message: "wrong", help };
    expect(formatText([diagnostic], { sources: new Map(), color: false, width: 80 })).toContain(
      [
        "  = help: mend it",
        "          \\u{3a}:set-output name=a::b",
        "            \\u{3a}:error::b",
        "          a::b",
      ].join("\n"),
    );
  });

  it("underlines the place, with label, related places and help", () => {
    const text = `${"\n".repeat(8)}a: 1\nb: 2\na: 3\n`;
    const lines = linesOf(text);
    const span = lines.span("cluster.config.yaml", 18, 19);
    const related = [{ message: "first given here", span: lines.span("cluster.config.yaml", 8, 9) }];
    const diagnostics: Diagnostic[] = [
      {
        code: "FT008",
        severity: "error",
        message: "the key `a` is given twice",
        span,
        label: "given again",
        related,
      },
      { code: "FT301", severity: "warning", message: "`a` is not used", span, help: "remove it:\n\n  b: 2" },
      { code: "FT900", severity: "info", message: "no Flux repository here" },
    ];
    const sources = new Map([["cluster.config.yaml", lines]]);
    expect(formatText(diagnostics, { sources, color: false, width: 80 })).toBe(
      [
        "error[FT008]: the key `a` is given twice",
        "  --> cluster.config.yaml:11:1",
        "   |",
        "11 | a: 3",
        "   | ^ given again",
        "  ::: cluster.config.yaml:9:1",
        "   |",
        " 9 | a: 1",
        "   | - first given here",
        "",
        "warning[FT301]: `a` is not used",
        "  --> cluster.config.yaml:11:1",
        "   |",
        "11 | a: 3",
        "   | ^",
        "   = help: remove it:",
        "",
        "             b: 2",
        "",
        "info[FT900]: no Flux repository here",
        "",
        "1 error, 1 warning, 1 note",
        "",
      ].join("\n"),
    );
  });

  it("names a place without its source", () => {
    const span = linesOf("a\nb").span("gone\u001b.yaml", 2, 3);
    const diagnostic: Diagnostic = { code: "FT1", severity: "error", message: "wrong", span, label: "here" };
    expect(formatText([diagnostic], { sources: new Map(), color: false, width: 80 })).toBe(
      "error[FT1]: wrong\n --> gone\\u{1b}.yaml:2:1 (here)\n\n1 error\n",
    );
  });

  it("keeps the underline in place behind wide characters and tabs", () => {
    expect(shown("text: 🔄 漢字 ⚙️ bad # x\n", "bad")).toBe(
      [
        "error[FT203]: wrong",
        " --> f.yaml:1:16",
        "  |",
        "1 | text: 🔄 漢字 ⚙️ bad # x",
        `  | ${" ".repeat(17)}^^^`,
        "",
        "1 error",
        "",
      ].join("\n"),
    );
    expect(shown('a:\t"\t漢"\n', "漢").split("\n").slice(3, 5)).toEqual([
      '1 | a:  "   漢"',
      "  |         ^^",
    ]);
  });

  it("shows what would move the cursor or turn the line around", () => {
    expect(
      shown("a: \u001b[2J\u202ebad\n", "bad", { message: "no \u001b[31m and\nno line", label: "\u0007" }),
    ).toBe(
      [
        "error[FT203]: no \\u{1b}[31m and\\nno line",
        " --> f.yaml:1:9",
        "  |",
        "1 | a: \\u{1b}[2J\\u{202e}bad",
        `  | ${" ".repeat(20)}^^^ \\u{7}`,
        "",
        "1 error",
        "",
      ].join("\n"),
    );
  });

  it("underlines the first line of a place of several, and one column where there is nothing", () => {
    expect(shown("a: |\n  b\n  c\n", "|\n  b").split("\n").slice(3, 5)).toEqual(["1 | a: |", "  |    ^"]);
    const lines = linesOf("a: 'x\n");
    const span = lines.span("f.yaml", 5, 5);
    const at: Diagnostic = { code: "FT1", severity: "error", message: "wrong", span };
    expect(formatText([at], { sources: new Map([["f.yaml", lines]]), color: false, width: 80 })).toContain(
      "\n1 | a: 'x\n  |      ^\n",
    );
  });

  it("cuts a long line around the place", () => {
    const text = `a: [${"before, ".repeat(50)}bad, ${"after, ".repeat(50)}]\n`;
    expect(shown(text, "bad", {}, 44).split("\n").slice(3, 5)).toEqual([
      "1 | …ore, before, bad, after, after, after,…",
      "  |               ^^^",
    ]);
    expect(shown(text, "a: [", {}, 44).split("\n").slice(3, 5)).toEqual([
      "1 | a: [before, before, before, before, bef…",
      "  | ^^^^",
    ]);
    expect(shown(text, ", ]", {}, 44).split("\n").slice(3, 5)).toEqual([
      "1 | …r, after, after, after, after, after, ]",
      "  |                                      ^^^",
    ]);
  });
});

it("colours nothing but what it adds", () => {
  const plain = shown("a: bad\n", "bad", { help: "mend it" });
  const lines = linesOf("a: bad\n");
  const diagnostic: Diagnostic = {
    code: "FT203",
    severity: "error",
    message: "wrong",
    span: lines.span("f.yaml", 3, 6),
    help: "mend it",
  };
  const colored = formatText([diagnostic], { sources: new Map([["f.yaml", lines]]), color: true, width: 80 });
  expect(colored).toContain("\u001b[1;31merror[FT203]\u001b[0m");
  const [first = "", ...rest] = colored.split("\u001b[");
  expect([first, ...rest.map((part) => part.replace(/^[0-9;]*m/, ""))].join("")).toBe(plain);
});

it("counts", () => {
  const one = (severity: Diagnostic["severity"]): Diagnostic => ({ code: "FT1", severity, message: "m" });
  expect(countsOf([one("error"), one("warning"), one("error")])).toBe("2 errors, 1 warning");
  expect(countsOf([one("warning"), one("warning"), one("info"), one("info")])).toBe("2 warnings, 2 notes");
  expect(countsOf([])).toBe("");
});

it("stays within the width, whatever the line and the place", () => {
  const word = fc.constantFrom("a", " ", "漢", "🔄", "\t", "e\u0301", "\u001b", "👩‍👩‍👧", "[", ",");
  const line = fc.array(word, { maxLength: 300 }).map((words) => words.join(""));
  fc.assert(
    fc.property(
      line,
      fc.nat(1000),
      fc.nat(20),
      fc.integer({ min: 40, max: 120 }),
      (text, from, length, width) => {
        const lines = linesOf(text);
        const start = Math.min(from, text.length);
        const span = lines.span("f.yaml", start, Math.min(text.length, start + length));
        const at: Diagnostic = { code: "FT1", severity: "error", message: "wrong", span };
        const output = formatText([at], { sources: new Map([["f.yaml", lines]]), color: false, width });
        const [, , , source = "", underline = ""] = output.split("\n");
        if (source === "") return;
        expect(columnsOf(source)).toBeLessThanOrEqual(width);
        expect(columnsOf(underline)).toBeLessThanOrEqual(width + 1);
      },
    ),
  );
});
