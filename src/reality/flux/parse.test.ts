import fc from "fast-check";
import { expect, it } from "vitest";
import { parseYaml } from "./parse.ts";

/** What a map, a list and a scalar can be made of, and what makes something else of them. */
const bits = [
  ..."a b 1 1.5 0775 null ~ true .inf <<: <<: &x *x !!str !!set !!binary !foo ? - : {} [] __proto__: toString:".split(
    " ",
  ),
  "\n",
  "\n  ",
  ", ",
  "{ ",
  " }",
  "[ ",
  " ]",
  "'q'",
  "a: ",
  "- ",
];
const text = fc.array(fc.constantFrom(...bits), { maxLength: 12 }).map((some) => some.join(" "));

it("says the same of a document, whether or not something in it makes `yaml` look at all of it", () => {
  fc.assert(
    fc.property(text, (one) => {
      const alone = parseYaml(`v:\n  ${one.replaceAll("\n", "\n  ")}\n`);
      // An alias, behind what is compared, has the whole document resolved.
      const beside = parseYaml(`v:\n  ${one.replaceAll("\n", "\n  ")}\nz: [&z 1, *z]\n`);
      fc.pre(alone.problem === undefined && beside.problem === undefined);
      const [{ value, bareNulls } = { value: null, bareNulls: [] }] = alone.documents;
      expect(JSON.stringify(beside.documents[0]?.value)).toBe(
        JSON.stringify({ ...Object(value), z: [1, 1] }),
      );
      expect(beside.documents[0]?.bareNulls).toEqual(bareNulls);
    }),
    { numRuns: 500 },
  );
});

it.each([
  ["a: 1\nb: { c: [2, ~, 'd'], 3: e, : f }", { a: 1, b: { "3": "e", c: [2, null, "d"], "": "f" } }],
  ["a: 1\nb: 2\na: 3", { a: 3, b: 2 }],
  ["a: 1\n__proto__: { b: 2 }\ntoString: 3", { a: 1, toString: 3 }],
  ["a: &x { b: 1 }\nc: { <<: *x, d: 2 }\ne: *x", { a: { b: 1 }, c: { b: 1, d: 2 }, e: { b: 1 } }],
  ["<<: { a: 1 }\nb: 2", { a: 1, b: 2 }],
  ["!!set { a }", {}],
  ["'<<': 1", { "<<": 1 }],
])("reads %j", (written, value) => {
  expect(parseYaml(written).documents.map((document) => document.value)).toEqual([value]);
});

it.each(["!foo <<: a", "<<: a", "? { a: 1 }\n: b"])("refuses %j", (written) => {
  expect(parseYaml(written)).toMatchObject({ documents: [], problem: expect.any(String) as string });
});

it("says where an alias stands that has no anchor", () => {
  expect(parseYaml("a: &x 1\n---\nb: 2\nc:\n  - d: *x\n")).toEqual({
    documents: [expect.objectContaining({ value: { a: 1 } })],
    problem: "line 5: `*x` stands for nothing above it",
    problemLine: 5,
  });
});

// As kubectl kustomize has them.
it.each([
  ["a: |\n  b\n", "b\n"],
  ["a: |\n  b", "b"],
  ["a: |\n  b\n ", "b\n"],
])("ends the text of %j", (written, end) => {
  expect(parseYaml(written).documents[0]?.value).toEqual({ a: end });
});

it("reads a file with many aliases, and tells of one with so many that nobody would wait for it", () => {
  const text = (count: number): string =>
    `a: &a { b: 1 }\n${Array.from({ length: count }, (_, index) => `c${index}: { <<: *a }\n`).join("")}`;
  expect(parseYaml(text(2_000)).documents[0]?.value).toMatchObject({ c1999: { b: 1 } });
  expect(parseYaml(text(6_000)).problem).toBe("it has more than 5000 aliases");
});
