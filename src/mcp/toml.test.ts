import fc from "fast-check";
import { parse } from "smol-toml";
import { expect, it } from "vitest";
import { printToml } from "./toml.ts";

// Lone surrogates are no Unicode, which a TOML document is made of.
const text = fc.string({ unit: "binary" });
const value = fc.oneof(
  text,
  fc.boolean(),
  fc.integer({ min: -1e9, max: 1e9 }),
  fc.array(text, { maxLength: 4 }),
);
const key = fc.stringMatching(/^[a-z_]{1,8}$/);
const table = fc.dictionary(key, value, { maxKeys: 5 });

it("any text survives, wherever it stands", () => {
  fc.assert(
    fc.property(table, table, table, (values, one, other) => {
      const printed = printToml({ values, tables: { Table: one }, lists: { List: [other, one] } });
      expect(parse(printed)).toEqual({ ...values, Table: one, List: [other, one] });
    }),
    { numRuns: 1_000 },
  );
});

it("leaves out what is undefined, and all of an empty document", () => {
  expect(printToml({ values: { a: undefined, b: "x" } })).toBe('b = "x"\n');
  expect(printToml({ values: {} })).toBe("");
});
