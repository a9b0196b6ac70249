import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { parseSource } from "./parse.ts";
import type { SourceFile } from "./source.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function source(text: string): SourceFile {
  const { value, diagnostics } = parseSource("f.yaml", bytes(text));
  expect(diagnostics).toEqual([]);
  if (value === undefined) throw new Error("no value");
  return value;
}

describe("aliases and merges", () => {
  it("shares one value and points into what was anchored", () => {
    const file = source("a: &a { x: 1 }\nb: *a\nc: [*a]\n");
    expect(file.value).toEqual({ a: { x: 1 }, b: { x: 1 }, c: [{ x: 1 }] });
    expect(file.spanOf(["b"], "value").start).toMatchObject({ line: 2, column: 4 });
    expect(file.spanOf(["b", "x"], "value").start).toMatchObject({ line: 1, column: 12 });
    expect(file.spanOf(["c", 0, "x"], "key").start).toMatchObject({ line: 1, column: 9 });
  });

  it("takes the latest anchor of a name", () => {
    expect(source("a: &x 1\nb: *x\nc: &x 2\nd: *x\n").value).toEqual({ a: 1, b: 1, c: 2, d: 2 });
  });

  it("merges as Compose does: own keys win, then the earlier mapping", () => {
    const file = source(
      "d: &d {x: 1, y: {z: 2}}\ne: &e {x: 5, w: 6}\na:\n  <<: [*d, *e]\n  x: 9\nb:\n  w: 0\n  <<: *e\n",
    );
    expect(file.value).toMatchObject({ a: { x: 9, y: { z: 2 }, w: 6 }, b: { w: 0, x: 5 } });
    expect(file.spanOf(["a", "x"], "value").start.line).toBe(5);
    expect(file.spanOf(["a", "w"], "value").start).toMatchObject({ line: 2, column: 17 });
    expect(file.spanOf(["a", "y", "z"], "key").start).toMatchObject({ line: 1, column: 18 });
    expect(file.keysOf(["b"])).toEqual(["w", "x"]);
  });
});

describe("places", () => {
  const text =
    "b: 1\n8080: x\na:\n  list:\n    - name: one   # first\n      more: 2\n    - two\n  text: |\n    long\n  none:\n  flow: {\n    k: v }\n";
  const file = source(text);
  const under = (path: (string | number)[], target: "key" | "value"): string => {
    const span = file.spanOf(path, target);
    return `${span.start.line}:${span.start.column} ${text.slice(span.start.offset, span.end.offset)}`;
  };

  it("keeps the order of the document", () => {
    expect(file.keysOf([])).toEqual(["b", "8080", "a"]);
    expect(file.keysOf(["a"])).toEqual(["list", "text", "none", "flow"]);
    expect(file.keysOf(["a", "list"])).toEqual([]);
    expect(file.keysOf(["nowhere"])).toEqual([]);
  });

  it.each<[(string | number)[], "key" | "value", string]>([
    [["b"], "key", "1:1 b"],
    [["b"], "value", "1:4 1"],
    [["8080"], "value", "2:7 x"],
    [["a"], "value", "4:3 list:"],
    [["a", "list"], "value", "5:5 - name: one"],
    [["a", "list", 0], "value", "5:7 name: one"],
    [["a", "list", 0], "key", "5:7 name"],
    [["a", "list", 1], "value", "7:7 two"],
    [["a", "text"], "value", "8:9 |\n    long"],
    [["a", "none"], "value", "10:3 none"],
    [["a", "flow"], "value", "11:9 {"],
    [["a", "flow", "k"], "value", "12:8 v"],
    [["a", "list", 0, "missing"], "value", "5:7 name"],
    [["a", "missing", "deeper"], "value", "3:1 a"],
    [["missing"], "key", "1:1 b"],
    [[], "value", "1:1 b: 1"],
  ])("finds %j, %s", (path, target, expected) => {
    expect(under(path, target)).toBe(expected);
  });

  it("hands out scalars as they were written", () => {
    const written = source("a: 1.10\nb: 'x'\nc: [1]\n");
    expect(written.writtenAt(["a"])).toBe("1.10");
    expect(written.writtenAt(["b"])).toBe("'x'");
    expect(written.writtenAt(["c"])).toBeUndefined();
  });

  it("counts from the same place with CRLF and with a byte order mark", () => {
    const crlf = source("\ufeffa: 1\r\nb:\r\n  c: x\r\n");
    expect(crlf.value).toEqual({ a: 1, b: { c: "x" } });
    expect(crlf.spanOf(["a"], "key").start).toEqual({ offset: 0, line: 1, column: 1 });
    expect(crlf.spanOf(["b", "c"], "value").start).toMatchObject({ line: 3, column: 6 });
    expect(crlf.lineAt(3)).toBe("  c: x");
    expect(crlf.lineAt(99)).toBe("");
  });
});

it("reads YAML 1.2 whatever the directive says", () => {
  expect(source("%YAML 1.1\n---\na: yes\nb: 017\nc: 12:30\n").value).toEqual({ a: "yes", b: 17, c: "12:30" });
});

it("reads back whatever yaml writes, and finds every scalar where it is", () => {
  const key = fc
    .string({ minLength: 1, maxLength: 8 })
    .filter((text) => !["__proto__", "<<"].includes(text) && !text.includes("\0"));
  const scalar = fc.oneof(
    fc.string().filter((text) => !text.includes("\0")),
    fc.integer(),
    fc.boolean(),
  );
  const record = fc.dictionary(key, fc.oneof(scalar, fc.array(scalar, { maxLength: 3 })), {
    noNullPrototype: true,
    minKeys: 1,
  });
  fc.assert(
    fc.property(record, (value) => {
      const text = stringify(value, { lineWidth: 0 });
      const file = source(text);
      expect(file.value).toEqual(value);
      for (const name of Object.keys(value)) {
        const span = file.spanOf([name], "key");
        expect(source(`${text.slice(span.start.offset, span.end.offset)}: 1`).keysOf([])).toEqual([name]);
      }
    }),
  );
});

it("is linear in the keys of one mapping", () => {
  const time = (count: number): number => {
    const text = `m:\n${Array.from({ length: count }, (_, index) => `  key${index}: v\n`).join("")}`;
    const start = performance.now();
    const file = source(text);
    for (let index = 0; index < count; index++) file.spanOf(["m", `key${index}`], "value");
    return performance.now() - start;
  };
  time(8_000);
  // A quadratic walk would take sixteen times as long; the slack is for a busy machine.
  expect(time(32_000)).toBeLessThan(10 * Math.max(time(8_000), 20));
});
