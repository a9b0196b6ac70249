import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseAnyYaml, type YamlFile } from "./parse.ts";
import { readPlain } from "./plain-yaml.ts";

const top = join(import.meta.dirname, "../../..");

/** Every YAML text of the fixtures, hostile ones too, and of this repository's own manifests. */
const texts = ["fixtures", "applications", "infrastructure"].flatMap((folder) =>
  readdirSync(join(top, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => /\.ya?ml$|fuzz\/yaml\/[^.]*$/.test(path))
    .map((path) => readFileSync(join(top, folder, path), "utf8")),
);

function expectAlike(text: string): boolean {
  const documents = readPlain(text);
  // As text: the order of keys counts too.
  if (documents !== undefined) expect(shown({ documents }), text).toBe(shown(parseAnyYaml(text)));
  return documents !== undefined;
}

function shown({ documents, problem = "none" }: YamlFile): string {
  return JSON.stringify([documents.map(({ value, line, bareNulls }) => [value, line, bareNulls]), problem]);
}

/** What a mistaken reader would trip over. */
const pieces = [
  ...Array.from("\n :-?#|>&*!%@`,[]{}'\"\\~=<.0189aefnotxyNTF_/$+\u00a0\u2028é\t\r"),
  ": ",
  " #",
  "- ",
  "? ",
  "\n\n",
  "\n  ",
  "\n- ",
  "\n---\n",
  "---",
  "...",
  "{ a: b }",
  "[a, b]",
  "''",
  '""',
  "\\n",
  "|\n",
  "|-\n",
  "|+\n",
  ">\n",
  "|2\n",
  "null",
  "True",
  "true",
  "yes",
  "0o7",
  "0x1f",
  "007",
  "1e3",
  "1.50",
  ".5",
  "-1",
  ".inf",
  "12345678901234567890",
  "10.0.0.1",
  "2001-01-01",
  "<<: *a",
  "&a ",
  "*a",
  "!!str ",
  "__proto__: 1",
  "a: b",
  "a:",
  "http://x:80",
];

const line = fc
  .tuple(
    fc.nat({ max: 4 }),
    fc.array(fc.constantFrom(...pieces, "a: ", "b: ", "c", "- ", "- "), { maxLength: 5 }),
  )
  .map(([indent, parts]) => " ".repeat(indent) + parts.join(""));
const invented = fc.array(line, { maxLength: 7 }).map((lines) => `${lines.join("\n")}\n`);

describe("plain YAML", () => {
  it("is read as all YAML is, in every file that is here, and most of them are plain", () => {
    const plain = texts.filter(expectAlike);
    expect(plain.length / texts.length).toBeGreaterThan(0.5);
  });

  it(
    "is read as all YAML is, or left to the whole reader, whatever becomes of these files",
    { timeout: 120_000 },
    () => {
      let plain = 0;
      const small = texts.filter((text) => text.length < 1_500);
      const change = fc.tuple(fc.nat(), fc.nat({ max: 6 }), fc.constantFrom("", ...pieces));
      fc.assert(
        fc.property(
          fc.constantFrom(...small),
          fc.array(change, { minLength: 1, maxLength: 3 }),
          (text, changes) => {
            let changed = text;
            for (const [where, taken, piece] of changes) {
              const at = where % (changed.length + 1);
              changed = changed.slice(0, at) + piece + changed.slice(at + taken);
            }
            plain += expectAlike(changed) ? 1 : 0;
          },
        ),
        { numRuns: Number(process.env["FLUXTILT_YAML_RUNS"] ?? 3_000) },
      );
      // Otherwise nothing was shown.
      expect(plain).toBeGreaterThan(300);
    },
  );

  it(
    "is read as all YAML is, or left to the whole reader, in texts that nobody would write",
    { timeout: 120_000 },
    () => {
      fc.assert(
        fc.property(invented, (text) => void expectAlike(text)),
        {
          numRuns: Number(process.env["FLUXTILT_YAML_RUNS"] ?? 3_000),
        },
      );
    },
  );
});
