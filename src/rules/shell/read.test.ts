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

it.each([
  ["a 2>/dev/null", true],
  ["a &>/dev/null", true],
  ["a >/dev/null 2>&1", true],
  ["a >/dev/null", false],
  ["a 2>log", false],
  ["a 2>&1", false],
])("knows whether %j is silenced", (text, expected) => {
  expect(readShell(text).commands[0]?.silenced).toBe(expected);
});

it("says where a text does not parse, and reads the rest", () => {
  const { problems, commands } = readShell("echo a; if true; then echo b");
  expect(problems).toEqual([{ start: 28, end: 29, message: "expected 'fi' to close 'if'" }]);
  expect(commands.length).toBeGreaterThan(1);
});
