import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import Ajv from "ajv";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { explained } from "../cli/explained.ts";
import type { Diagnostic, Span } from "./diagnostic.ts";
import { formatSarif } from "./sarif.ts";

const { resolve } = createRequire(import.meta.url);
const read = (path: string): object => JSON.parse(readFileSync(resolve(path), "utf8")) as object;

/** The schema of OASIS (2.1.0, errata of rtm.5), as Microsoft's SDK carries it. */
const schema = read("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
const ajv = new Ajv({ schemaId: "auto", allErrors: true });
ajv.addMetaSchema(read("ajv/lib/refs/json-schema-draft-04.json"));
const validate = ajv.compile(schema);

/** What the schema says against a log. */
function problems(log: unknown): readonly string[] {
  return validate(log) === true
    ? []
    : (validate.errors ?? []).map((error) => `${error.dataPath}: ${error.message ?? ""}`);
}

const sarif = (diagnostics: readonly Diagnostic[], base?: string): unknown =>
  JSON.parse(formatSarif(diagnostics, { kinds: explained, version: "1.2.3", base }));

const text = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }));
const position = fc.record({
  offset: fc.nat(),
  line: fc.integer({ min: 1, max: 1e6 }),
  column: fc.integer({ min: 1, max: 1e6 }),
});
const span: fc.Arbitrary<Span> = fc.record({
  file: fc.oneof(fc.constant("apps/tilt.yaml"), text),
  start: position,
  end: position,
});
const diagnostic: fc.Arbitrary<Diagnostic> = fc.record(
  {
    code: fc.constantFrom(...explained.map(({ code }) => code), "FT998" as const),
    severity: fc.constantFrom("error", "warning", "info"),
    message: text,
    span,
    label: text,
    help: text,
    related: fc.array(fc.record({ message: text, span }), { maxLength: 3 }),
  },
  { requiredKeys: ["code", "severity", "message"] },
);

describe("a SARIF log", () => {
  it("is valid with every kind of problem as a rule, and none told", () => {
    expect(problems(sarif([]))).toEqual([]);
  });

  it("is valid whatever is told", () => {
    fc.assert(
      fc.property(
        fc.array(diagnostic, { maxLength: 4 }),
        fc.option(text, { nil: undefined }),
        (all, base) => {
          expect(problems(sarif(all, base))).toEqual([]);
        },
      ),
    );
  });

  it.each([
    ["no version", (log: Log) => ({ ...log, version: undefined })],
    ["a key that is none of SARIF's", (log: Log) => ({ ...log, version: "2.1.0", more: 1 })],
    [
      "a level that is none",
      (log: Log) => ({
        ...log,
        runs: [{ ...log.runs[0], results: [{ message: { text: "m" }, level: "bad" }] }],
      }),
    ],
    [
      "a column before the first",
      (log: Log) => ({
        ...log,
        runs: [
          {
            ...log.runs[0],
            results: [
              {
                message: { text: "m" },
                locations: [{ physicalLocation: { region: { startLine: 1, startColumn: 0 } } }],
              },
            ],
          },
        ],
      }),
    ],
  ])("would be refused with %s", (_, spoil) => {
    const spoilt: unknown = JSON.parse(JSON.stringify(spoil(sarif([]) as Log)));
    expect(problems(spoilt)).not.toEqual([]);
  });
});

interface Log {
  readonly runs: readonly object[];
}
