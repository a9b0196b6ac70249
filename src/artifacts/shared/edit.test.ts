import fc from "fast-check";
import { parse } from "jsonc-parser";
import { describe, expect, it } from "vitest";
import type { Json, SharedEntry } from "../../targets/artifact.ts";
import { encode } from "../content.ts";
import { findEntry, readShared, type SharedDocument } from "./document.ts";
import { isLeftEmpty, putEntry, takeEntry } from "./edit.ts";

function read(text: string): SharedDocument {
  const reading = readShared("x.json", encode(text));
  if (reading.kind !== "document") throw new Error(`${JSON.stringify(text)} is no document`);
  return reading.document;
}

const grafana: SharedEntry = {
  root: "mcpServers",
  name: "grafana",
  value: { type: "http", url: "http://g" },
};
const put = (text: string, ...entries: readonly SharedEntry[]): string =>
  entries.reduce(putEntry, read(text)).text;
const take = (text: string, ...entries: readonly SharedEntry[]): string =>
  entries.reduce((one, { root, name }) => takeEntry(one, root, name), read(text)).text;

describe("an entry that is put", () => {
  it.each([
    [
      "{}",
      '{\n  "mcpServers": {\n    "grafana": {\n      "type": "http",\n      "url": "http://g"\n    }\n  }\n}',
    ],
    [
      '{\n\t"mcpServers": {\n\t\t"own": {} // mine\n\t\t// and more\n\t}\n}\n',
      '{\n\t"mcpServers": {\n\t\t"own": {}, // mine\n\t\t// and more\n\t\t"grafana": {\n\t\t\t"type": "http",\n\t\t\t"url": "http://g"\n\t\t}\n\t}\n}\n',
    ],
    ['{"mcpServers":{"own":{}}}', '{"mcpServers":{"own":{}, "grafana": {"type":"http","url":"http://g"}}}'],
    [
      '{\r\n    "mcpServers": {\r\n        "own": {},\r\n    },\r\n}\r\n',
      '{\r\n    "mcpServers": {\r\n        "own": {},\r\n        "grafana": {\r\n            "type": "http",\r\n            "url": "http://g"\r\n        },\r\n    },\r\n}\r\n',
    ],
    [
      '{ "a": 1, // x, y\n  "mcpServers": { /* none: yet */ } }',
      '{ "a": 1, // x, y\n  "mcpServers": { /* none: yet */\n    "grafana": {\n      "type": "http",\n      "url": "http://g"\n    }\n  } }',
    ],
    [
      '{ "mcpServers": { "grafana": 1, "own": {} } }',
      '{ "mcpServers": { "grafana": {"type":"http","url":"http://g"}, "own": {} } }',
    ],
    [
      '{\n  "mcpServers": { "own": {} }\n}\n',
      '{\n  "mcpServers": { "own": {}, "grafana": {"type":"http","url":"http://g"} }\n}\n',
    ],
    [
      '{\n  "mcpServers": { "grafana": 1, "own": {} }\n}\n',
      '{\n  "mcpServers": { "grafana": {"type":"http","url":"http://g"}, "own": {} }\n}\n',
    ],
    [
      '{\n  "mcpServers": {\n      "own": {} }\n}\n',
      '{\n  "mcpServers": {\n      "own": {},\n      "grafana": {\n        "type": "http",\n        "url": "http://g"\n      } }\n}\n',
    ],
  ])("into %j", (before, after) => {
    expect(put(before, grafana)).toBe(after);
    expect(put(after, grafana)).toBe(after);
  });

  it("into a list goes by its `id`", () => {
    const item: SharedEntry = { root: "inputs", name: "a", value: { id: "a", n: 1 }, isItem: true };
    const before = '{\n  "inputs": [\n    { "id": "b" }\n  ]\n}\n';
    const after =
      '{\n  "inputs": [\n    { "id": "b" },\n    {\n      "id": "a",\n      "n": 1\n    }\n  ]\n}\n';
    expect(put(before, item)).toBe(after);
    expect(take(after, item)).toBe(before);
    expect(take('{\n  "servers": {},\n  "inputs": [{ "id": "a" }]\n}\n', item)).toBe(
      '{\n  "servers": {}\n}\n',
    );
    expect(take('{ "inputs": /* mine */ [{ "id": "a" }] }', item)).toBe('{ "inputs": /* mine */ [] }');
    expect(parse(put("{}", item))).toEqual({ inputs: [{ id: "a", n: 1 }] });
  });
});

describe("an entry that is taken", () => {
  it.each([
    [
      "leaves the comments around it",
      '{\n  "mcpServers": {\n    // before\n    "grafana": {}, // behind\n    // next\n    "own": {}\n  }\n}',
      '{\n  "mcpServers": {\n    // before\n    // behind\n    // next\n    "own": {}\n  }\n}',
    ],
    [
      "takes the comma before it",
      '{ "mcpServers": { "own": {} /* mine */, "grafana": {} } }',
      '{ "mcpServers": { "own": {} /* mine */ } }',
    ],
    [
      "takes its own comma, behind a comment",
      '{ "mcpServers": { "grafana": {} /* a, b */ , "own": {} } }',
      '{ "mcpServers": { /* a, b */  "own": {} } }',
    ],
    [
      "takes its own comma, behind a blank",
      '{ "mcpServers": { "grafana": {} , "own": {} } }',
      '{ "mcpServers": { "own": {} } }',
    ],
    [
      "takes the blanks before the last",
      '{ "mcpServers": { "own": {},   "grafana": {} } }',
      '{ "mcpServers": { "own": {} } }',
    ],
    [
      "takes the blanks behind any other",
      '{ "mcpServers": { "grafana": {},   "own": {} } }',
      '{ "mcpServers": { "own": {} } }',
    ],
    [
      "leaves an empty object, which Claude Code wants",
      '{\n  "a": 1,\n  "mcpServers": {\n    "grafana": {}\n  }\n}\n',
      '{\n  "a": 1,\n  "mcpServers": {}\n}\n',
    ],
    [
      "leaves an object with a comment",
      '{\n  "mcpServers": {\n    // mine\n    "grafana": {}\n  },\n  "a": 1\n}\n',
      '{\n  "mcpServers": {\n    // mine\n  },\n  "a": 1\n}\n',
    ],
  ])("%s", (_, before, after) => {
    expect(take(before, grafana)).toBe(after);
  });

  it("is told to have left nothing", () => {
    for (const empty of ["{}", '{ "mcpServers": {}, "inputs": [] }\n'])
      expect(isLeftEmpty(read(empty))).toBe(true);
    for (const full of [
      '{ "a": 1 }',
      "// mine\n{}",
      "{} // mine",
      "{ /* mine */ }",
      '{ "mcpServers": {}, "a": {} }',
    ])
      expect(isLeftEmpty(read(full)), full).toBe(full.includes('"a": {}'));
  });
});

/** White space and comments, as people and editors write them. */
const trivia = fc
  .array(fc.constantFrom(" ", "  ", "\n", "\r\n", "\t", "/* a, {b}: [c] */", "// d, }\n", '// "e": 1\r\n'), {
    maxLength: 3,
  })
  .map((parts) => parts.join(""));

const key = fc.constantFrom("mcpServers", "servers", "inputs", "own", "other", 'a"b', "//", "");

/** The text of an object or list of parts, with anything between them. */
function written(open: string, close: string, parts: fc.Arbitrary<readonly string[]>): fc.Arbitrary<string> {
  return fc
    .tuple(parts, fc.array(fc.tuple(trivia, trivia), { minLength: 9, maxLength: 9 }), fc.boolean())
    .map(([all, gaps, trailing]) => {
      const gap = (index: number, side: 0 | 1): string => gaps[index % 9]?.[side] ?? "";
      const body = all.map((part, index) => `${gap(index, 0)}${part}${gap(index, 1)}`).join(",");
      return `${open}${body}${trailing && all.length > 0 ? "," : ""}${gap(all.length, 0)}${close}`;
    });
}

const scalar = fc.oneof(
  fc.constantFrom("1", "null", '"// no comment"', '"{ a, b: }"', "true"),
  fc.string().map((one) => JSON.stringify(one)),
);

function object(values: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const members = fc
    .uniqueArray(fc.tuple(key, trivia, trivia, values), { selector: ([name]) => name, maxLength: 4 })
    .map((all) =>
      all.map(([name, before, after, value]) => `${JSON.stringify(name)}${before}:${after}${value}`),
    );
  return written("{", "}", members);
}

const inner = object(fc.oneof(scalar, object(scalar)));
const list = written(
  "[",
  "]",
  fc.uniqueArray(fc.constantFrom('{ "id": "own" }', "7", '{ "id": 3 }', "{}"), { maxLength: 3 }),
);
const root = fc
  .tuple(trivia, object(fc.oneof({ weight: 3, arbitrary: inner }, list)), trivia)
  .map(([before, text, after]) => `${before}${text}${after}`);

const names = ["grafana", "flux", 'odd "name"', "own", "id"];
const entries = fc
  .uniqueArray(
    fc.record({
      root: fc.constantFrom("mcpServers", "servers", "inputs"),
      name: fc.constantFrom(...names),
      url: fc.string(),
    }),
    { selector: ({ root: at, name }) => `${at}/${name}`, minLength: 1, maxLength: 5 },
  )
  .map((all) =>
    all.map(({ root: at, name, url }): SharedEntry => ({
      root: at,
      name,
      value: { id: name, url, headers: { A: "b" } },
      isItem: at === "inputs",
    })),
  );

/** What a document holds beside the entries, without the objects and lists that are empty. */
function beside(text: string, ours: readonly SharedEntry[]): Json {
  const value = parse(text, [], { allowTrailingComma: true }) as Record<string, unknown>;
  const kept = Object.entries(value).flatMap(([at, held]): [string, unknown][] => {
    const taken = ours.filter((entry) => entry.root === at).map(({ name }) => name);
    if (Array.isArray(held)) {
      const rest = (held as { readonly id?: unknown }[]).filter(({ id }) => !taken.includes(id as string));
      return rest.length === 0 ? [] : [[at, rest]];
    }
    const rest = Object.entries(held as object).filter(([name]) => !taken.includes(name));
    return rest.length === 0 ? [] : [[at, Object.fromEntries(rest)]];
  });
  return Object.fromEntries(kept) as Json;
}

/** Every comment, in its order. */
function comments(text: string): readonly string[] {
  return [...text.matchAll(/"(?:[^"\\]|\\.)*"|\/\/[^\r\n]*|\/\*[\s\S]*?\*\//g)]
    .map(([piece]) => piece)
    .filter((piece) => piece.startsWith("/"));
}

describe("any document", () => {
  it("keeps all that is not ours, and has ours as they are", () => {
    fc.assert(
      fc.property(root, entries, (text, ours) => {
        const before = beside(text, ours);
        const isNew = ours.every(({ root: at, name }) => findEntry(read(text), at, name) === undefined);
        const after = put(text, ...ours);
        expect(beside(after, ours)).toEqual(before);
        const whole = parse(after, [], { allowTrailingComma: true }) as Record<
          string,
          Record<string, unknown> | { id: unknown }[]
        >;
        for (const { root: at, name, value } of ours) {
          const held = whole[at];
          expect(Array.isArray(held) ? held.find((one) => one.id === name) : held?.[name]).toEqual(value);
        }
        expect(put(after, ...ours)).toBe(after);
        if (isNew) expect(comments(after)).toEqual(comments(text));
        const gone = take(after, ...ours);
        expect(beside(gone, [])).toEqual(before);
        if (isNew) expect(comments(gone)).toEqual(comments(text));
        expect(take(gone, ...ours)).toBe(gone);
      }),
      { numRuns: 500 },
    );
  });

  it("is the same text again when what was put is taken out of where something else is", () => {
    const own = '"own": { "command": "own" }';
    const lines = fc
      .tuple(fc.constantFrom("\n", "\r\n"), fc.constantFrom("  ", "\t", "    "), fc.boolean(), trivia)
      .map(
        ([eol, unit, comma, note]) =>
          `{${eol}${unit}"mcpServers": {${eol}${unit}${unit}// mine${eol}${unit}${unit}${own}${comma ? "," : ""}${note}${eol}${unit}}${eol}}${eol}`,
      );
    fc.assert(
      fc.property(lines, entries, (text, ours) => {
        const fitting = ours.filter(({ root: at, name }) => at === "mcpServers" && name !== "own");
        expect(take(put(text, ...fitting), ...[...fitting].reverse())).toBe(text);
      }),
    );
  });
});
