import * as z from "zod";
import { exampleForEditors } from "./json-schema-example.ts";
import { children, refTo, referred, rewrite, without, type Node } from "./json-schema-node.ts";
import { setButton, setDefinitions } from "./json-schema-set.ts";
import { textKeywords } from "./json-schema-text.ts";
import { flatUnion, needsOne, splitUnion } from "./json-schema-union.ts";
import { fragment, inventory } from "./schema/inventory.ts";

export type { Node } from "./json-schema-node.ts";

/** The JSON Schema (draft-07) of the root inventory file, for editors. */
export function inventorySchema(): Node {
  return published("inventory", inventory);
}

/** The JSON Schema (draft-07) of a fragment. */
export function fragmentSchema(): Node {
  return published("fragment", fragment);
}

/** The schema of the root file as the reference tells it: unions as written, forms by their names. */
export function describedSchema(): Node {
  return convert("inventory", inventory, (node) => node);
}

type Name = "inventory" | "fragment";

function published(name: Name, schema: z.ZodType): Node {
  const tidy = (node: Node): Node => splitUnion(needsOne(forEditors(node)));
  return rewrite(convert(name, schema, tidy), (node) =>
    // Editors write a default down with the key; a list or mapping they garble.
    without(
      exampleForEditors(node),
      "word",
      ...(typeof node.default === "object" ? (["default"] as const) : []),
    ),
  );
}

function convert(name: Name, schema: z.ZodType, change: (node: Node) => Node): Node {
  const tidy = (node: Node): Node =>
    rewrite(rewrite(node, flatUnion), (one) => {
      // Beside `$ref` nothing counts in draft-07.
      if (one.$ref !== undefined) return { $ref: one.$ref };
      const ref = referred(one);
      return ref !== undefined && Object.keys(one).length === 1 ? refTo(ref) : change(one);
    });
  const {
    $schema,
    definitions = {},
    ...root
  } = z.toJSONSchema(schema, {
    io: "input",
    target: "draft-7",
    reused: "inline",
    // What zod cannot say is a button set's button, which `override` puts in.
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema instanceof z.ZodUnknown) Object.assign(jsonSchema, refTo(setButton));
      if (zodSchema instanceof z.ZodString || zodSchema instanceof z.ZodNumber)
        Object.assign(jsonSchema, textKeywords(zodSchema));
      // Prefixes have a pattern of their own; a format of zod's making says nothing to others.
      if (jsonSchema.format === "starts_with") delete jsonSchema.format;
    },
  }) as Node;
  const named = Object.fromEntries(
    Object.entries(definitions).map(([key, node]) => [key, { title: titleOf(key), ...tidy(node) }]),
  );
  const all = { ...named, ...setDefinitions(named) };
  const whole = tidy(root);
  return {
    $schema,
    // A name, not a place: the file travels with the project that uses it.
    $id: `urn:fluxtilt:schema:${name}:1`,
    title: name === "inventory" ? "fluxtilt inventory" : "fluxtilt inventory fragment",
    description:
      name === "inventory"
        ? "The dashboard of a Flux-managed cluster, as data."
        : "A part of the inventory that lives beside what it describes.",
    ...whole,
    definitions: Object.fromEntries([...reachable(whole, all)].sort().map((key) => [key, all[key] ?? {}])),
  };
}

/** `helmRelease` → `helm release`. */
function titleOf(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** What the language server needs to be told in another way. */
function forEditors(node: Node): Node {
  const { propertyNames, maxProperties, ...rest } = node;
  return {
    ...rest,
    // Any key is a string.
    ...(propertyNames !== undefined && Object.keys(propertyNames).length > 1 && { propertyNames }),
    // Beside `properties` it keeps the server from completing the first key.
    ...(maxProperties !== undefined && { allOf: [{ maxProperties }] }),
    // Written without quotes these keys are no strings; a pattern takes them all the same.
    ...(node.properties?.["true"] !== undefined && { patternProperties: { "^(true|false)$": {} } }),
  };
}

/** The names of the definitions that a node needs. */
function reachable(node: Node, all: Readonly<Record<string, Node>>, found = new Set<string>()): Set<string> {
  const ref = node.$ref === undefined ? undefined : referred(node);
  const definition = ref === undefined ? undefined : all[ref];
  if (ref !== undefined && definition !== undefined && !found.has(ref)) {
    found.add(ref);
    reachable(definition, all, found);
  }
  for (const child of children(node)) reachable(child.node, all, found);
  return found;
}
