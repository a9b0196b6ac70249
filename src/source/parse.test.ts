import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maxSourceBytes } from "./decode.ts";
import { parseSource } from "./parse.ts";
import type { SourceFile } from "./source.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Each diagnostic as `code line:column "what is underlined" message`. */
function told(text: string | Uint8Array): string[] {
  const input = typeof text === "string" ? bytes(text) : text;
  const plain = new TextDecoder().decode(input);
  return parseSource("f.yaml", input).diagnostics.map(({ code, span, message }) => {
    const { start, end } = span ?? { start: { line: 0, column: 0, offset: 0 }, end: { offset: 0 } };
    const place = JSON.stringify(plain.slice(start.offset, end.offset));
    return `${code} ${start.line}:${start.column} ${place} ${message}`;
  });
}

function source(text: string): SourceFile {
  const { value, diagnostics } = parseSource("f.yaml", bytes(text));
  expect(diagnostics).toEqual([]);
  if (value === undefined) throw new Error("no value");
  return value;
}

describe("unusable files", () => {
  it.each<[string, string | Uint8Array, string[]]>([
    ["empty", "", ['FT005 1:1 "" `f.yaml` is empty']],
    ["comments only", "# nothing\n", ['FT005 1:1 "" `f.yaml` is empty']],
    ["a marker only", "---\n", ['FT005 1:1 "" `f.yaml` is empty']],
    ["a list", "- a\n- b\n", ['FT006 1:1 "- a" the top of the file is a list, not a mapping']],
    ["a text", "hello\n", ['FT006 1:1 "hello" the top of the file is a single value, not a mapping']],
    ["null", "null\n", ['FT006 1:1 "null" the top of the file is null, not a mapping']],
    ["two documents", "a: 1\n---\nb: 2\n", ['FT007 2:1 "---" the file holds more than one document']],
    [
      "Latin-1",
      new Uint8Array([0x61, 0x3a, 0x0a, 0xfc]),
      ['FT002 2:1 "\ufffd" `f.yaml` is not UTF-8: byte FC at offset 3'],
    ],
    [
      "an overlong form",
      new Uint8Array([0xc0, 0x80]),
      ['FT002 1:1 "\ufffd" `f.yaml` is not UTF-8: byte C0 at offset 0'],
    ],
    [
      "a surrogate in UTF-8",
      new Uint8Array([0x61, 0xed, 0xa0, 0x80]),
      ['FT002 1:2 "\ufffd" `f.yaml` is not UTF-8: byte ED at offset 1'],
    ],
    [
      "a cut sequence",
      new Uint8Array([0xf0, 0x9f, 0x8e]),
      ['FT002 1:1 "\ufffd" `f.yaml` is not UTF-8: byte F0 at offset 0'],
    ],
    [
      "a merge conflict",
      "<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> x\n",
      ['FT004 1:1 "<<<<<<< HEAD" a merge conflict is left in the file'],
    ],
  ])("tells %s", (_, text, expected) => {
    expect(told(text)).toEqual(expected);
    expect(parseSource("f.yaml", typeof text === "string" ? bytes(text) : text).value).toBeUndefined();
  });

  it("tells a file over the limit without reading it, and takes one at the limit", () => {
    const { value, diagnostics } = parseSource("f.yaml", new Uint8Array(maxSourceBytes + 1));
    expect(value).toBeUndefined();
    expect(diagnostics.map((one) => one.code)).toEqual(["FT003"]);
    const full = new Uint8Array(maxSourceBytes).fill(0x23);
    expect(parseSource("f.yaml", full).diagnostics.map((one) => one.code)).toEqual(["FT005"]);
  });
});

describe("syntax", () => {
  it.each([
    ["a:\n\tb: 1\n", 'FT004 2:1 "\\t" a tab indents this line; YAML takes spaces only'],
    ["a:\n  b: 1\n c: 2\n", 'FT004 3:2 "c" this line is indented unlike the lines that it belongs to'],
    [
      "a:\n  b: 1\n    c: 2\n",
      'FT004 3:5 "c" this line is indented deeper than the entry above, which has a value already',
    ],
    ["a: 1\nb\nc: 2\n", 'FT004 2:1 "b" no colon after `b`'],
    ["a:\n  b [1]\n  c: 2\n", 'FT004 2:3 "b" no colon after `b`'],
    [
      "a:\n  b:\n    c: 1\n  d: 2\n    e: 3\n    f: 4\n",
      'FT004 5:5 "e" this line is indented deeper than the entry above, which has a value already',
    ],
    [
      "a:\n  b:\n    c: 1\n  d: [2]\n    e: 3\n    f: 4\n",
      'FT004 5:5 "e" this line is indented unlike the lines that it belongs to',
    ],
    ["a:1\nb: 2\n", 'FT004 1:2 ":" a space is missing after `a:`'],
    ["a:\n- x\n-y\n", 'FT004 3:1 "-" a space is missing after `-`'],
    ['a: "foo\nb: 1\n', 'FT004 1:4 "\\"" the quote `"` is never closed'],
    ["a: 'it's'\n", 'FT004 1:8 "s\'" text goes on after the closing quote'],
    ["x: [1]\na: [1, 2\nb: 3\nc: 4\n", 'FT004 2:4 "[" the `[` is never closed'],
    ["a: {b: 1, c\nd: 1\n", 'FT004 1:4 "{" the `{` is never closed'],
    ["a: [1]]\n", 'FT004 1:7 "]" this `]` closes nothing'],
    ["a: [1, 2\nb: {c: [3]}\nd: {e: 4}\n", 'FT004 1:4 "[" the `[` is never closed'],
    ["a: {b: 1\nc: [3]\n", 'FT004 1:4 "{" the `{` is never closed'],
    ["a: [1\nb: [2]\n", 'FT004 1:4 "[" the `[` is never closed'],
    ["a: { b: c: d }\n", 'FT004 1:10 ":" a second `:` on one line starts a mapping inside a value'],
    ["a: b: c\n", 'FT004 1:5 ":" a second `:` on one line starts a mapping inside a value'],
    ["a: 1\n- b\n", 'FT004 2:1 "-" a list item stands where a key of the mapping above is expected'],
    ["- a\nb: 1\n", 'FT004 2:1 "b: 1" this line does not belong to what stands above'],
    ["a: @foo\n", 'FT004 1:4 "@" a plain text cannot begin with `@`'],
    ['a: "\\q"\n', 'FT004 1:5 "\\\\q" `\\q` is no escape that YAML knows'],
    ["a: *\n", 'FT004 1:4 "*" `*` needs a name after it'],
    ['a: "x"#c\n', 'FT004 1:7 "#" a space is missing before `#`'],
    ["a: &x &y 1\n", 'FT004 1:7 "&y" `&y` is a second anchor for one value'],
    ["a: |x\n  foo\n", 'FT004 1:5 "x" not valid YAML: block scalar header includes extra characters: |x'],
  ])("tells %j in words of its own", (text, expected) => {
    expect(told(text)).toEqual([expected]);
  });

  it("tells each line's problem once, and what was wrong before it", () => {
    expect(told("a: 1\na: 2\nb: @x\nc: `y`\n")).toEqual([
      'FT008 2:1 "a" the key `a` is given twice',
      'FT004 3:4 "@" a plain text cannot begin with `@`',
      'FT004 4:4 "`" a plain text cannot begin with a backtick',
    ]);
  });
});

describe("entries that are refused", () => {
  it("tells duplicates with both places, and goes on", () => {
    const { value, diagnostics } = parseSource("f.yaml", bytes("a: 1\nb: { 3: x, '3': y }\na: 2\nc: 4\n"));
    expect(value?.value).toEqual({ a: 1, b: { 3: "x" }, c: 4 });
    const places = diagnostics.map(({ code, span, related }) => [
      code,
      span?.start.line,
      related?.map((one) => [one.message, one.span.start.line, one.span.start.column]),
    ]);
    expect(places).toEqual([
      ["FT008", 2, [["first given here", 2, 6]]],
      ["FT008", 3, [["first given here", 1, 1]]],
    ]);
  });

  it("never lets a reserved key through", () => {
    const text = "__proto__: { polluted: 1 }\na:\n  constructor: {}\n  b: { prototype: 1, c: 2 }\n";
    expect(told(text)).toEqual([
      'FT010 1:1 "__proto__" `__proto__` cannot be a key',
      'FT010 3:3 "constructor" `constructor` cannot be a key',
      'FT010 4:8 "prototype" `prototype` cannot be a key',
    ]);
    const { value } = parseSource("f.yaml", bytes(text));
    expect(value?.value).toEqual({ a: { b: { c: 2 } } });
    expect("polluted" in {}).toBe(false);
  });

  it("tells keys that are no text, and reads numbers and booleans as written", () => {
    expect(told("? [x]\n: 1\n~: 2\n: 3\na: {{ b }}\n")).toEqual([
      'FT011 1:3 "[x]" a key is text, not a list',
      'FT011 3:1 "~" a key is text, not null',
      'FT011 4:1 ":" a key is text, not null',
      'FT011 5:5 "{ b }" a key is text, not a mapping',
    ]);
    expect(source("0x10: a\ntrue: b\n1.50: c\n").value).toEqual({ "0x10": "a", true: "b", "1.50": "c" });
  });

  it("tells NUL and half surrogates, not whole ones", () => {
    expect(told('a: "x\\0"\n"b\\ud800": 1\nc: "\\ud83d\\ude00"\nd: "\\udc00"\n')).toEqual([
      'FT012 1:4 "\\"x\\\\0\\"" a text holds the character NUL',
      'FT012 2:1 "\\"b\\\\ud800\\"" a text holds half of a surrogate pair',
      'FT012 4:4 "\\"\\\\udc00\\"" a text holds half of a surrogate pair',
    ]);
  });

  it("tells tags that are not of the core schema, each once", () => {
    const text = "a: !foo 1\nb: !!binary aGk=\nc: !!int x\nd: !!set {a}\ne: !x!y z\nf: !!str 1\n!k g: 1\n";
    expect(told(text)).toEqual([
      'FT013 1:4 "!foo" the tag `!foo` is not known',
      'FT013 2:4 "!!binary" the tag `!!binary` is not known',
      'FT013 3:4 "!!int" the tag `!!int` is not known',
      'FT013 4:4 "!!set" the tag `!!set` is not known',
      'FT013 5:4 "!x!y" the tag `!x!y` is not known',
      'FT013 7:1 "!k" the tag `!k` is not known',
    ]);
    expect(parseSource("f.yaml", bytes("a: !!binary aGk=\n")).value?.value).toEqual({ a: "aGk=" });
  });

  it("tells a merge of what is no mapping, and two merges in one mapping", () => {
    expect(told("a:\n  <<: 3\n  <<: {b: 1}\n")).toEqual([
      'FT015 2:7 "3" `<<` takes a mapping or a list of mappings',
      'FT008 3:3 "<<" the key `<<` is given twice',
    ]);
  });
});

describe("aliases", () => {
  it.each([
    ["a: *x\n", 'FT009 1:4 "*x" no anchor `&x` stands before this alias'],
    ["a: *x\nx: &x 1\n", 'FT009 1:4 "*x" no anchor `&x` stands before this alias'],
    ["a: &a [*a]\n", 'FT009 1:8 "*a" the alias `*a` contains itself'],
    ["a: &a\n  <<: *a\n", 'FT009 2:7 "*a" the alias `*a` contains itself'],
  ])("refuses %j", (text, expected) => {
    expect(told(text)).toEqual([expected]);
    expect(parseSource("f.yaml", bytes(text)).value).toBeUndefined();
  });

  it("refuses a bomb at once, with one diagnostic", () => {
    const rows = "b c d e f g h i j".split(" ").map(
      (name, index) =>
        `${name}: &${name} [${Array(9)
          .fill(`*${"abcdefghi"[index] ?? ""}`)
          .join(", ")}]`,
    );
    const start = performance.now();
    expect(told(`a: &a [x, x, x, x, x, x, x, x, x]\n${rows.join("\n")}\n`)).toEqual([
      expect.stringMatching(/^FT009 6:\d+ "\*e" the aliases of this file stand for more than 100000 values$/),
    ]);
    expect(performance.now() - start).toBeLessThan(1000);
  });

  it("refuses a bomb of merges", () => {
    const keys = Array.from({ length: 2000 }, (_, index) => `k${index}: 1`).join(", ");
    const uses = Array.from({ length: 600 }, (_, index) => `u${index}: { <<: *base }`).join("\n");
    expect(told(`base: &base { ${keys} }\n${uses}\n`).map((line) => line.slice(0, 5))).toEqual(["FT009"]);
  });
});

describe("depth", () => {
  it.each([
    ["brackets", `a: ${"[".repeat(150)}${"]".repeat(150)}\n`],
    ["thousands of brackets", `a: ${"[".repeat(20_000)}`],
    [
      "aliases that stack up",
      Array.from(
        { length: 250 },
        (_, index) => `a${index + 1}: &a${index + 1} [${index === 0 ? "" : `*a${index}`}]`,
      ).join("\n"),
    ],
  ])("refuses %s with one diagnostic", (_, text) => {
    const { value, diagnostics } = parseSource("f.yaml", bytes(text));
    expect(value).toBeUndefined();
    expect(diagnostics.map((one) => one.code)).toEqual(["FT014"]);
  });

  it("takes what people write", () => {
    expect(source(`a: ${"[".repeat(98)}${"]".repeat(98)}\n`).keysOf([])).toEqual(["a"]);
  });
});

it("tells any number of problems", () => {
  const { diagnostics } = parseSource("f.yaml", bytes("k: @\n".repeat(150_000)));
  expect(diagnostics).toHaveLength(150_000);
}, 60_000);

it.each([
  ["that stands left of its siblings", "a:\n  b:\n    c: 1\n   d: 2\n    e: 3\n    f: 4\n", [4]],
  ["with a tab", "a:\n  b:\n    c: 1\n\t\td: 2\n    e: 3\n  f: 4\n", [4]],
  [
    "in each of two entries",
    "a:\n  b:\n    c: 1\n   d: 2\n    e: 3\n  f:\n    g: 1\n   h: 2\n    i: 3\n",
    [4, 8],
  ],
  ["that moves others, and one in what it holds", "a:\n  b: 1\n   c:\n     d: 1\n    e: 2\n", [3, 5]],
])("tells once of a line %s", (_, text, expected) => {
  expect(parseSource("f.yaml", bytes(text)).diagnostics.map(({ span }) => span?.start.line)).toEqual(
    expected,
  );
});

it("tells any number of lists that were left open", () => {
  const { diagnostics } = parseSource("f.yaml", bytes(`a: ${"[\n".repeat(30_000)}`));
  expect(diagnostics.length).toBeGreaterThan(10_000);
}, 20_000);

it("ends in time where many lists begin in one line", () => {
  // The anchor keeps the file from being read from its tokens.
  const { value, diagnostics } = parseSource("f.yaml", bytes(`a: &a 1\nb:\n  ${"- ".repeat(90)}x\n  - y\n`));
  expect(diagnostics).toEqual([]);
  expect(value?.spanOf(["b"], "value")).toMatchObject({
    start: { line: 3, column: 3 },
    end: { column: 184 },
  });
});

it("never throws, whatever the bytes", () => {
  const word = fc.constantFrom(
    "a",
    ": ",
    "\n",
    "  ",
    "- ",
    "[",
    "]",
    "{",
    "}",
    "&x ",
    "*x",
    "<<: ",
    "!t ",
    '"',
    "'",
    "|",
    "? ",
    "#",
    "\t",
    "---\n",
    "\\",
    "%",
    "@",
    "\r\n",
    ",",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array(),
        fc.array(word, { maxLength: 25 }).map((words) => bytes(words.join(""))),
      ),
      (input) => {
        const { value, diagnostics } = parseSource("f.yaml", input);
        expect(value !== undefined || diagnostics.length > 0).toBe(true);
        const offsets = diagnostics.map((one) => one.span?.start.offset ?? -1);
        expect(offsets).toEqual([...offsets].sort((a, b) => a - b));
        expect(new Set(diagnostics.map((one) => JSON.stringify(one))).size).toBe(diagnostics.length);
      },
    ),
    { numRuns: 3000 },
  );
});
