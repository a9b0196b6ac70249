import * as z from "zod";
import type { Path } from "../source/source.ts";

/** Any schema, as zod's own accessors hand it out. */
export type Schema = z.core.$ZodType;

/** The schema inside `optional`, `default`, `lazy` and the like, after all that are around it. */
export function peel(schema: Schema): Schema[] {
  const layers = [schema];
  for (let inner = innerOf(schema); inner !== undefined; inner = innerOf(inner)) layers.push(inner);
  return layers;
}

function innerOf(schema: Schema): Schema | undefined {
  if (schema instanceof z.ZodPipe) return schema.in;
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodNonOptional ||
    schema instanceof z.ZodReadonly ||
    schema instanceof z.ZodCatch ||
    schema instanceof z.ZodLazy
  ) {
    return schema.unwrap();
  }
  return undefined;
}

function core(schema: Schema): Schema {
  return peel(schema).at(-1) ?? schema;
}

/** The options of a union, those of unions in it included in their place; a schema that is none is its own. */
export function optionsOf(schema: Schema): readonly Schema[] {
  const inner = core(schema);
  return inner instanceof z.ZodUnion ? inner.options : [];
}

/** What a schema says about itself: on its outermost layer that says anything. */
export function metaOf(schema: Schema): z.GlobalMeta {
  for (const layer of peel(schema)) {
    const meta = z.globalRegistry.get(layer);
    if (meta !== undefined) return meta;
  }
  return {};
}

/** The schemas that may hold for a value at a path below; several below a union whose branch is not known. */
export function schemasAt(schemas: readonly Schema[], path: Path): readonly Schema[] {
  return path.reduce<readonly Schema[]>(
    (found, step) => found.flatMap((schema) => childOf(schema, step)),
    schemas,
  );
}

function childOf(schema: Schema, step: string | number): readonly Schema[] {
  const inner = core(schema);
  if (inner instanceof z.ZodUnion) return inner.options.flatMap((option) => childOf(option, step));
  if (inner instanceof z.ZodIntersection) {
    return [inner.def.left, inner.def.right].flatMap((side) => childOf(side, step));
  }
  if (inner instanceof z.ZodObject) {
    const shape: Readonly<Record<string, Schema>> = inner.shape;
    const own = Object.hasOwn(shape, step) ? shape[step] : inner.def.catchall;
    return own === undefined ? [] : [own];
  }
  if (inner instanceof z.ZodRecord) return [inner.valueType];
  if (inner instanceof z.ZodArray) return [inner.element];
  if (inner instanceof z.ZodTuple) {
    const items: readonly Schema[] = inner.def.items;
    const item = items[Number(step)] ?? inner.def.rest;
    return item === null ? [] : [item];
  }
  return [];
}

/** The keys that schemas name, in the order of their declaration, each once; none for a record. */
export function knownKeys(schemas: readonly Schema[]): string[] {
  return [...new Set(schemas.flatMap(keysOf))];
}

function keysOf(schema: Schema): string[] {
  const inner = core(schema);
  if (inner instanceof z.ZodUnion) return inner.options.flatMap(keysOf);
  if (inner instanceof z.ZodIntersection) return [inner.def.left, inner.def.right].flatMap(keysOf);
  return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
}

/** True when the schema takes entries under any name. */
export function takesAnyKey(schema: Schema): boolean {
  return core(schema) instanceof z.ZodRecord;
}

/** What a schema takes, in a few words: its own, or those of its type. */
export function formsOf(schema: Schema): string | undefined {
  const { forms } = metaOf(schema);
  if (typeof forms === "string") return forms;
  const words = [...new Set(optionsOf(schema).map(typeWords))];
  if (words.length === 0 || words.includes(undefined)) return undefined;
  return words.length < 2 ? words[0] : `${words.slice(0, -1).join(", ")} or ${words.at(-1) ?? ""}`;
}

function typeWords(schema: Schema): string | undefined {
  const { forms } = metaOf(schema);
  if (typeof forms === "string") return forms;
  const inner = core(schema);
  if (inner instanceof z.ZodUnion) return formsOf(inner);
  if (inner instanceof z.ZodLiteral)
    return [...inner.values].map((value) => `\`${String(value)}\``).join(" or ");
  return expectedWords(inner._zod.def.type);
}

/** The name of a type that zod expects, with its article. */
export function expectedWords(expected: string): string | undefined {
  return typeNames.get(expected);
}

const typeNames = new Map([
  ["string", "a string"],
  ["enum", "a string"],
  ["number", "a number"],
  ["int", "a whole number"],
  ["boolean", "`true` or `false`"],
  ["array", "a list"],
  ["tuple", "a list"],
  ["object", "a mapping"],
  ["record", "a mapping"],
  ["null", "nothing"],
]);
