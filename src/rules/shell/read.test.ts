import { describe, expect, it } from "vitest";
import { readShell } from "./read.ts";

/** The variables that a text reads, `split` ones with a star and `guarded` ones with a question mark. */
function uses(text: string): readonly string[] {
  return readShell(text).uses.map(
    ({ name, split, guarded }) => `${name}${split ? "*" : ""}${guarded ? "?" : ""}`,
  );
}

describe("a variable", () => {
  it.each([
    ['echo $A "$B" ${C}', ["A*", "B", "C*"]],
    ["A=$B; export C=$D", ["B", "D"]],
    ["case $A in $B) echo $C ;; esac", ["A", "B", "C*"]],
    ["[[ $A = $B ]]; [ $C = 1 ]", ["A", "B", "C*"]],
    ['"$(echo $A)"', ["A*"]],
    ["cat <<END\n$A $(echo $B)\nEND", ["A", "B*"]],
    ["cat <<'END'\n$A\nEND", []],
    ["echo ${A:-$B} ${#C} ${D%.*} $((E + 1))", ["A*?", "B*", "C", "D*", "E?"]],
    ["echo '$A' \\$B $1 $@ $? $$", []],
  ])("is read in %j", (text, expected) => {
    expect(uses(text)).toEqual(expected);
  });

  it.each([
    ["A=1 make; for B in x; do :; done; read -r C D; : ${E:=1}", ["A", "B", "C", "D", "E"]],
    [
      "local A=1; printf -v B x; mapfile C; getopts ab D; exec {E}>log; $((F = 1)); ((G++))",
      ["A", "B", "C", "D", "E", "F", "G"],
    ],
  ])("is given a value in %j", (text, expected) => {
    const { given } = readShell(text);
    for (const name of expected) expect(given, name).toContain(name);
  });
});

it("takes for given only what a text sets", () => {
  const text =
    "echo A; printf B C; printf %s D; read -r E 1x; select F in a; do :; done; $((G + 1)); $((H += 1)); $((- I)); $((J = K))";
  expect([...readShell(text).given]).toEqual(["E", "F", "H", "J"]);
});

it("knows what is assigned, where it is known", () => {
  const { assignments } = readShell(`A=1 make; B=$X; export C=2; D=(1 2); E="a b"`);
  expect(assignments.map(({ name, value }) => `${name}=${value}`)).toEqual(["A=1", "C=2", "E=a b"]);
});

it.each([
  [". ./env.sh", true],
  ["source env.sh", true],
  ['eval "$(make env)"', true],
  ['echo "${!A}"', true],
  ["echo . source eval", false],
  ['echo "${A}"', false],
])("knows whether %j may read and set more than it says", (text, expected) => {
  expect(readShell(text).open).toBe(expected);
});

it.each([500, 50_000])("counts what is nested %i levels deep as unread", (levels) => {
  const { open, problems } = readShell(`${"$(".repeat(levels)}a${")".repeat(levels)}`);
  expect(open).toBe(true);
  expect(problems).toEqual([{ start: 0, end: 1, message: "it is nested too deep to be read" }]);
});

it("reads what is nested deeper than anyone would write it", () => {
  expect(readShell(`${"$(".repeat(100)}a "$X"${")".repeat(100)}`)).toMatchObject({
    open: false,
    problems: [],
    uses: [{ name: "X" }],
  });
});

it.each([
  ["set -euo pipefail; a | b", true],
  ["set -e; echo pipefail", false],
])("knows whether %j fails with the first of a pipeline", (text, expected) => {
  expect(readShell(text).pipefail).toBe(expected);
});

it("has every text that another program may read", () => {
  const { texts } = readShell("awk a 'b c' \"d $X e\" $'f' <<'END'\ng $X\nEND\n");
  expect(texts.map((one) => one.trim())).toEqual(["awk", "a", "b c", "d", "e", "f", "g $X"]);
});

it("knows both sides of `||`, and the ends of a pipeline", () => {
  const word = (
    command: { readonly words: readonly { readonly value?: string | undefined }[] } | undefined,
  ) => command?.words[0]?.value;
  const { alternatives, pipelines } = readShell("a && b || c; d | e || f; (g) || h; i | j | k; l | (m)");
  expect(alternatives.map(({ left, right }) => [word(left), word(right)])).toEqual([
    ["b", "c"],
    ["e", "f"],
    [undefined, "h"],
  ]);
  expect(pipelines.map(({ first, last }) => [word(first), word(last)])).toEqual([
    ["d", "e"],
    ["i", "k"],
    ["l", undefined],
  ]);
});

it("knows where things stand, also in substitutions, and only the whole of backticks with escapes", () => {
  const text = "echo $(printf %s $A) `printf %s $B` `echo \\`printf %s $C\\``";
  const places = readShell(text).uses.map(({ start, end }) => text.slice(start, end));
  expect(places.slice(0, 2)).toEqual(["$A", "$B"]);
  expect(places[2]).toContain("$C");
  expect(text).toContain(places[2]);
});

it("takes quotes off words, and knows no value of what is filled in", () => {
  const [command] = readShell(`kubectl 'get' "pods" a\\ b "$X" *.yaml "x"y {a,b}`).commands;
  expect(command?.words.map((word) => word.value)).toEqual([
    "kubectl",
    "get",
    "pods",
    "a b",
    undefined,
    undefined,
    "xy",
    undefined,
  ]);
});

it("knows an assignment among the words where its value is known", () => {
  const [command] = readShell(`export A=1 B="x y" C=$X D="$X" $'e' "f$X"`).commands;
  expect(command?.words.map((word) => word.value)).toEqual([
    "export",
    "A=1",
    "B=x y",
    undefined,
    undefined,
    "e",
    undefined,
  ]);
});

it.each([
  ["a 2>/dev/null", true],
  ["a &>/dev/null", true],
  ["a >/dev/null 2>&1", true],
  ["a >/dev/null", false],
  ["a 2>log", false],
  ["a 2>&1", false],
  ["a <list 2>/dev/null", true],
  ["a &>>/dev/null", true],
  ["a >/dev/null 2>&1 <list", true],
  ["a >/dev/null 2>&3", false],
  ["a >/dev/null 3>&1", false],
  ["a >/dev/null 2>log", false],
  ["a >log 2>&1", false],
  ["a 3>/dev/null", false],
  ["a 3>/dev/null 2>&1", false],
  ["a </dev/null 2>&1", false],
  ["a &>log", false],
])("knows whether %j is silenced", (text, expected) => {
  expect(readShell(text).commands[0]?.silenced).toBe(expected);
});

it("says where a text does not parse, and reads the rest", () => {
  const { problems, commands } = readShell("echo a; if true; then echo b");
  expect(problems).toEqual([{ start: 28, end: 29, message: "expected 'fi' to close 'if'" }]);
  expect(commands.length).toBeGreaterThan(1);
});
