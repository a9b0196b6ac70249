import fc from "fast-check";
import { expect, test } from "vitest";
import * as z from "zod";
import { link } from "../grammar/link.ts";
import { path, tiltName } from "../grammar/names.ts";
import { fragmentSchema, inventorySchema } from "./json-schema.ts";
import { children, type Node } from "./json-schema-node.ts";
import { textKeywords } from "./json-schema-text.ts";
import { fragment, inventory } from "./schema/inventory.ts";

const both = [
  ["inventory", inventorySchema(), inventory],
  ["fragment", fragmentSchema(), fragment],
] as const;

/** Every node, with its way from the root. */
function* walk(node: Node, way = "#"): Generator<readonly [string, Node]> {
  yield [way, node];
  for (const { key, node: child } of children(node)) yield* walk(child, `${way}/${key ?? "*"}`);
}

test.each(both)("every key of the %s has a description and an example", (_, schema) => {
  const bare: string[] = [];
  for (const [way, node] of walk(schema)) {
    for (const [key, child] of Object.entries(node.properties ?? {})) {
      const ref = child.$ref?.replace("#/definitions/", "");
      const told = ref === undefined ? child : (schema.definitions?.[ref] ?? {});
      const hasExample = (told.examples ?? []).length > 0 || told.markdownDescription?.includes("Example:");
      if ((told.description ?? "") === "" || hasExample !== true) bare.push(`${way}/${key}`);
    }
  }
  expect(bare).toEqual([]);
});

test.each(both)("every example and default of the %s is right where it stands", (_, __, schema) => {
  let seen = 0;
  const wrong: unknown[] = [];
  z.toJSONSchema(schema, {
    io: "input",
    target: "draft-7",
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      const values = [
        ...(jsonSchema.examples ?? []),
        ...("default" in jsonSchema ? [jsonSchema.default] : []),
      ];
      for (const value of values) {
        seen++;
        if (!z.safeParse(zodSchema, value).success) wrong.push([jsonSchema.description, value]);
      }
    },
  });
  expect(wrong).toEqual([]);
  expect(seen).toBeGreaterThan(100);
});

test.each(both)(
  "every reference of the %s leads to a definition, and every definition is needed",
  (_, schema) => {
    const used = new Set<string>();
    for (const [, node] of walk(schema)) {
      expect(node).not.toHaveProperty("word");
      if (node.$ref === undefined) continue;
      // Beside `$ref` nothing counts in draft-07.
      expect(Object.keys(node)).toEqual(["$ref"]);
      used.add(node.$ref.replace("#/definitions/", ""));
    }
    expect([...used].sort()).toEqual(Object.keys(schema.definitions ?? {}));
  },
);

test("no pattern is malformed", () => {
  for (const [, node] of walk(inventorySchema()))
    if (node.pattern !== undefined) expect(() => new RegExp(node.pattern ?? "", "u")).not.toThrow();
});

test("an action has exactly one key", () => {
  const action = inventorySchema().definitions?.["action"];
  expect(action).toMatchObject({ minProperties: 1, allOf: [{ anyOf: [{}, {}] }, { maxProperties: 1 }] });
});

test("a button of a set may hold `{parameter}` where a button has a form, and only there", () => {
  const { definitions } = inventorySchema();
  const container = (name: string): RegExp =>
    new RegExp(definitions?.[name]?.properties?.["icon"]?.pattern ?? "^never$", "u");
  expect(container("button").test("{icon}")).toBe(false);
  expect(container("setButton").test("{icon}")).toBe(true);
  expect(container("setButton").test("pre_{icon}")).toBe(true);
  expect(container("setButton").test("restart_alt")).toBe(true);
  expect(container("setButton").test("No Icon")).toBe(false);
});

const odd = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: "binary" }),
  fc.string({
    unit: fc.constantFrom(
      "a",
      "B",
      ".",
      "/",
      "\\",
      "~",
      ":",
      "%",
      " ",
      "-",
      "\n",
      "\u0085",
      "\ufeff",
      "(",
      "é",
      "😀",
    ),
  }),
  fc.constantFrom(
    "",
    ".",
    "..",
    "(Tiltfile)",
    "uncategorized",
    "uncategorized2",
    "C:x",
    "a".repeat(201),
    "a".repeat(200),
  ),
);

test.each([
  ["a name", tiltName],
  ["a path", path],
])("the pattern of %s takes what the language takes", (_, schema) => {
  const pattern = new RegExp(textKeywords(schema).pattern ?? "^never$", "u");
  fc.assert(
    fc.property(odd, (text) => {
      expect(pattern.test(text)).toBe(schema.safeParse(text).success);
    }),
    { numRuns: 2000 },
  );
});

test("the pattern of a link takes every link", () => {
  const address = link.options[0];
  const pattern = new RegExp(textKeywords(address).pattern ?? "^never$", "u");
  const written = fc.oneof(odd, fc.webUrl({ withFragments: true, withQueryParameters: true }), fc.domain());
  fc.assert(
    fc.property(written, (text) => !address.safeParse(text).success || pattern.test(text)),
    { numRuns: 2000 },
  );
  for (const text of ["ftp://a", "localhost:8080:80", "two words", "/path"])
    expect(pattern.test(text)).toBe(false);
});
