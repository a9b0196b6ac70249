import { describe, expect, it } from "vitest";
import { substituteObject } from "./substitute-object.ts";
import { substitute, SubstitutionError } from "./substitute.ts";

const values: Readonly<Record<string, string>> = {
  A: "alpha",
  PATH: "a/b/c.txt",
  PORT: "8080",
  EMPTY: "",
  UNICODE: "ßé",
};
const known = (name: string): string => values[name] ?? "";

describe("variables in a text", () => {
  it.each([
    ["${A}", "alpha"],
    ["x${A}y$A$", "xalphay$A$"],
    ["$${A} $$$${A}", "${A} $${A}"],
    ["${UNSET}|${EMPTY}", "|"],
    ["${UNSET:=one}${UNSET:-two}${UNSET=three}${A:-no}", "onetwothreealpha"],
    ["${UNSET:-${A}-x}", "alpha-x"],
    ["${#A}", "5"],
    ["${A^^} ${A^} ${A,,}", "ALPHA Alpha alpha"],
    ["${A:1} ${A:1:2} ${A:-x}", "lpha lp alpha"],
    ["${A/l/L} ${A//a/_} ${A/#al/X} ${A/%ha/X}", "aLpha _lph_ Xpha alpX"],
    ["${PATH##*/} ${PATH#*/} ${PATH%.*} ${PATH%%/*} ${A#x}", "c.txt b/c.txt a/b/c a alpha"],
  ])("replaces %s by %s", (text, expected) => {
    expect(substitute(text, known, () => undefined)).toBe(expected);
  });

  it.each([
    // What a shell would take otherwise, as Flux takes it.
    ["${A/l} and B/x}", "alpha"],
    ["${PATH/b//x}", "a/x/c.txt"],
    ["${PATH/a\\/b/x}", "x/c.txt"],
    ["${A/#al/} ${A/%ha/}", "alpha alpha"],
    ["${A:1:${#EMPTY}}|", "|"],
    ["${UNSET:-$$}", "$$"],
    ["${UNICODE^^} ${UNICODE:0:2} ${#UNICODE}", "ßÉ ß 4"],
  ])("replaces %s as Flux does, by %s", (text, expected) => {
    expect(substitute(text, known, () => undefined)).toBe(expected);
  });

  it.each([
    "${",
    "${A",
    "${A-b}",
    "${ A}",
    "${}",
    "${A:}",
    "${A%%}",
    "${A/x}",
    "${A/l} and ${B/x}",
    "${A:1${A}}",
    "${UNICODE:1}",
    "${A%[a-z]}",
    "${A[@]}",
  ])("refuses %s", (text) => {
    expect(() => substitute(text, known, () => undefined)).toThrow(SubstitutionError);
  });

  it("leaves what cannot be known, but takes its default", () => {
    const names: string[] = [];
    const text = substitute(
      "${X} ${X:=d} ${#X}",
      () => undefined,
      (name) => names.push(name),
    );
    expect(text).toBe("${X} d ${#X}");
    expect(names).toEqual(["X", "X", "X"]);
  });
});

describe("variables in an object", () => {
  const replace = (value: string): unknown => substituteObject({ a: value }, known, () => undefined)["a"];

  it("gives a value without quotes a type anew", () => {
    expect(replace("${PORT}")).toBe(8080);
    expect(replace("${EMPTY}")).toBe(null);
    expect(replace("{{ ${PORT} }}")).toBe("{{ 8080 }}");
    expect(replace("a: ${PORT}")).toBe("a: 8080");
    expect(replace("line\n${PORT}")).toBe("line\n8080");
    expect(replace("${A}-${PORT}")).toBe("alpha-8080");
  });

  it("refuses what is no YAML any more", () => {
    const map = (): string => "a: b";
    expect(() => substituteObject({ a: "${X}" }, map, () => undefined)).toThrow(SubstitutionError);
  });

  it("replaces in keys", () => {
    expect(substituteObject({ "${A}": "x" }, known, () => undefined)).toEqual({ alpha: "x" });
  });
});
