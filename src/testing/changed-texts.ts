import { globSync } from "fast-glob";
import * as fc from "fast-check";
import { readFileSync } from "node:fs";

/** Some lines of the YAML files of the fixtures, with up to three changes that matter to a reader of YAML. */
export function changedTexts(): fc.Arbitrary<string> {
  const files = globSync("fixtures/**/*.{yaml,yml}").map((path) => readFileSync(path, "utf8"));
  const pieces = [
    " ",
    "  ",
    "\n",
    "\r\n",
    "\t",
    ":",
    ": ",
    "- ",
    "? ",
    "#",
    " # c",
    "'",
    '"',
    "\\",
    "{",
    "}",
    "[",
  ];
  pieces.push(
    "]",
    ",",
    "&a ",
    "*a",
    "!x ",
    "|",
    ">-",
    "|+\n",
    "---\n",
    "...\n",
    "<<: ",
    "~",
    "null",
    "0x1F",
    "017",
  );
  pieces.push(
    "1e3",
    "-.inf",
    "true",
    "\u00a0",
    "\u2028",
    "\u{1F600}",
    "\ud800",
    "%",
    "@",
    "a: b\n",
    "  - x\n",
    "\ufeff",
  );
  const change = fc.record({ at: fc.nat(400), cut: fc.nat(5), piece: fc.constantFrom("", "", ...pieces) });
  return fc
    .record({
      lines: fc.constantFrom(...files.map((text) => text.split("\n"))),
      from: fc.nat(60),
      count: fc.integer({ min: 1, max: 16 }),
      changes: fc.array(change, { maxLength: 3 }),
    })
    .map(({ lines, from, count, changes }) => {
      const first = from % lines.length;
      const some = lines.slice(first, first + count);
      // As if they stood at the top.
      const indent = /^ */.exec(some[0] ?? "")?.[0].length ?? 0;
      const text = some.map((line) => line.replace(new RegExp(`^ {0,${indent}}`), "")).join("\n");
      return changes.reduce((one, { at, cut, piece }) => {
        const place = at % (one.length + 1);
        return `${one.slice(0, place)}${piece}${one.slice(place + cut)}`;
      }, `${text}\n`);
    });
}
