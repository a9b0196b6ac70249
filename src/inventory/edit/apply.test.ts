import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { parseSource } from "../../source/parse.ts";
import type { Addition, Plain } from "./addition.ts";
import { addEntries, type Edited } from "./apply.ts";

function edit(text: string, ...additions: readonly Addition[]): Edited {
  const { value, diagnostics } = parseSource("cluster.config.yaml", new TextEncoder().encode(text));
  if (value === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return addEntries(value, additions);
}

const add = (path: string, value: Plain, more: Partial<Addition> = {}): Addition => {
  const steps = path.split(".");
  return { at: steps.slice(0, -1), key: steps.at(-1) ?? "", value, ...more };
};

const shop = add("groups.web.workloads.shop", "deployment/shop");

/** Before, additions, after. */
const cases: readonly (readonly [
  what: string,
  before: string,
  additions: readonly Addition[],
  after: string,
])[] = [
  [
    "behind the last entry, and the comments at its depth",
    "groups:\n  web:\n    workloads:\n      a: deployment/a # the first\n      # b: deployment/b\n\n  # the second group\n  api: {}\n",
    [shop],
    "groups:\n  web:\n    workloads:\n      a: deployment/a # the first\n      # b: deployment/b\n      shop: deployment/shop\n\n  # the second group\n  api: {}\n",
  ],
  [
    "maps on the way are made, once for all that they get",
    "version: 1\n",
    [shop, add("groups.web.workloads.api", { target: "deployment/api", ports: ["8080:80"] })],
    'version: 1\n\ngroups:\n  web:\n    workloads:\n      shop: deployment/shop\n      api: { target: deployment/api, ports: ["8080:80"] }\n',
  ],
  [
    "a key without a value",
    "groups:\n  # yours\nz: 1\n",
    [add("groups.a", 1)],
    "groups:\n  # yours\n  a: 1\nz: 1\n",
  ],
  ["an empty map", "groups: {} # none\nz: 1", [add("groups.a", 1)], "groups: # none\n  a: 1\nz: 1"],
  ["null", "groups: &g ~\n", [add("groups.a", 1)], "groups: &g\n  a: 1\n"],
  ["no line break at the end", "a:\n  b: 1", [add("a.c", 2), add("d", 3)], "a:\n  b: 1\n  c: 2\nd: 3\n"],
  [
    "CRLF",
    "a:\r\n    b: 1\r\nz: 1\r\n",
    [add("a.c.d", 2)],
    "a:\r\n    b: 1\r\n    c:\r\n        d: 2\r\nz: 1\r\n",
  ],
  ["brackets", "a: { b: 1 } # c\n", [add("a.c", "x, y")], 'a: { b: 1, c: "x, y" } # c\n'],
  ["empty brackets in brackets", "a: { b: {} }\n", [add("a.b.c", 1)], "a: { b: { c: 1 } }\n"],
  ["brackets with no value", "a: { b: }\n", [add("a.b.c.d", 1)], "a: { b: { c: { d: 1 } } }\n"],
  [
    "brackets over lines",
    "a: {\n  b: 1 # x\n}\n",
    [add("a.c", 1), add("a.d", 1)],
    "a: {\n  b: 1, # x\n  c: 1,\n  d: 1\n}\n",
  ],
  ["a comma at the end", "a: { b: 1, }\n", [add("a.c", 1)], "a: { b: 1, c: 1 }\n"],
  ["brackets around all", "{ a: 1 }", [add("b.c", 1)], "{ a: 1, b: { c: 1 } }"],
  [
    "a comment for brackets stands behind their entry",
    "g:\n  w: { a: 1 }\nz: 1\n",
    [add("g.w.b", "deployment/b", { isCommentedOut: true, note: "likely" })],
    "g:\n  w: { a: 1 }\n  # in g.w: b: deployment/b # likely\nz: 1\n",
  ],
  [
    "commented out, with why",
    "g:\n  a: 1\n",
    [add("g.b", "deployment/b", { isCommentedOut: true, note: "likely", comment: ["see"] })],
    "g:\n  a: 1\n  # see\n  # b: deployment/b # likely\n",
  ],
  [
    "a map of comments alone is one",
    "a: 1\n",
    [add("g.w.b", "deployment/b", { isCommentedOut: true })],
    "a: 1\n\n# g:\n#   w:\n#     b: deployment/b\n",
  ],
  [
    "a comment leaves an empty map as it is",
    "g: {}\n",
    [add("g.a", 1, { isCommentedOut: true })],
    "g: {}\n  # a: 1\n",
  ],
  [
    "a block scalar before",
    "a:\n  b: |\n    # no comment\n\n\nz: 1\n",
    [add("a.c", 1)],
    "a:\n  b: |\n    # no comment\n  c: 1\n\n\nz: 1\n",
  ],
  [
    "one that keeps its lines",
    "a:\n  b: |+\n    x\n\nz: 1\n",
    [add("a.c", 1)],
    "a:\n  b: |+\n    x\n\n  c: 1\nz: 1\n",
  ],
  ["a list before", "a:\n- b: 1\n  c:\n  - 2\n", [add("d", 1)], "a:\n- b: 1\n  c:\n  - 2\nd: 1\n"],
  ["entries that stand apart", "g:\n  a: 1\n\n  b: 2\n", [add("g.c", 3)], "g:\n  a: 1\n\n  b: 2\n\n  c: 3\n"],
  [
    "a text of several lines",
    "a: 1\n",
    [add("b", { run: "if x; then\n  y\nfi\n" })],
    "a: 1\nb:\n  run: |\n    if x; then\n      y\n    fi\n",
  ],
  ["the end of the document", "---\na: 1\n...\n", [add("b", 2)], "---\na: 1\nb: 2\n...\n"],
];

it.each(cases)("%s", (_, before, additions, after) => {
  const { text, refused } = edit(before, ...additions);
  expect(refused).toEqual([]);
  expect(text).toBe(after);
});

describe("is refused, and told (FT819)", () => {
  it.each([
    ["an alias", "a: &x { b: 1 }\nc: *x\n", "c.d", "`c` is an alias"],
    [
      "a map that an alias shares",
      "a: &x { b: 1 }\nc: *x\n",
      "a.d",
      "other places share `a` through its anchor",
    ],
    ["what a merge brings", "a: &x { b: { c: 1 } }\nd: { <<: *x }\n", "d.b.e", "`b` comes from a merge"],
    ["a value in the way", "a: 1\n", "a.b", "`a` is no mapping"],
    ["an entry that is there", "a: { b: 1 }\n", "a.b", "`b` is there already"],
  ])("%s", (_, text, path, reason) => {
    const edited = edit(text, add(path, 1), add("z", 1));
    expect(edited.refused).toMatchObject([
      { code: "FT819", message: `\`${path}\` cannot be added: ${reason}` },
    ]);
    expect(parse(edited.text, { merge: true })).toMatchObject({ z: 1 });
  });
});

/** Inventories as people write them: comments, blank lines, brackets, anchors, scalars of all kinds. */
const key = fc.constantFrom("a", "b", "c", "long-key", '"quoted"', "8080");
const scalar = fc.constantFrom(
  "1",
  "x",
  "'single'",
  '"double: \\" #"',
  "~",
  "",
  "true",
  "a b",
  "http://x/y",
  "&n v",
);
const block = fc.constantFrom("|\n%  line\n%  # no comment\n", ">-\n%  folded\n\n", "|+\n%  kept\n\n");
const trivia = fc.constantFrom("", "", "", "\n", "%# a comment\n", "# at the left\n", "%    # deeper\n");

interface Written {
  readonly text: (pad: string) => string;
}

function mapText(depth: number): fc.Arbitrary<Written> {
  const flow = fc
    .uniqueArray(fc.tuple(key, fc.constantFrom("1", "x", "[1, 2]", "{ k: v }", "")), {
      selector: ([k]) => k,
      maxLength: 3,
    })
    .chain((items) =>
      fc.constantFrom(" ", "").map((air): Written => ({
        text: () => ` {${air}${items.map(([k, v]) => `${k}: ${v}`).join(", ")}${air}}\n`,
      })),
    );
  const value: fc.Arbitrary<Written> = fc.oneof(
    {
      weight: 4,
      arbitrary: fc
        .tuple(scalar, fc.constantFrom("", " # behind"))
        .map(([s, c]): Written => ({ text: () => ` ${s}${c}\n` })),
    },
    { weight: 1, arbitrary: block.map((b): Written => ({ text: (pad) => ` ${b.replaceAll("%", pad)}` })) },
    {
      weight: 1,
      arbitrary: fc.constant<Written>({ text: (pad) => `\n${pad}  - 1\n${pad}  - k: 2\n${pad}    l: 3\n` }),
    },
    { weight: 2, arbitrary: flow },
    ...(depth === 0
      ? []
      : [
          {
            weight: 5,
            arbitrary: mapText(depth - 1).map((m): Written => ({ text: (pad) => `\n${m.text(`${pad}  `)}` })),
          },
        ]),
  );
  return fc
    .uniqueArray(fc.tuple(key, value, trivia), { selector: ([k]) => k, minLength: 1, maxLength: 4 })
    .map((items) => ({
      text: (pad) => items.map(([k, v, t]) => `${t.replaceAll("%", pad)}${pad}${k}:${v.text(pad)}`).join(""),
    }));
}

const inventory = fc
  .tuple(mapText(3), fc.boolean(), fc.boolean(), trivia)
  .map(([m, crlf, open, tail]) => {
    const text = m.text("") + tail.replaceAll("%", "");
    const ended = open ? text.replace(/\n+$/, "") : text;
    return crlf ? ended.replaceAll("\n", "\r\n") : ended;
  })
  // A kept block scalar that is cut at its end says something else.
  .filter((text) => !text.includes("|+") || text.endsWith("\n"));

const step = fc.constantFrom("a", "b", "c", "long-key", "quoted", "8080", "new", "newer");
const plain: fc.Arbitrary<Plain> = fc.letrec<{ value: Plain }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2 },
    fc.string({ unit: "grapheme" }),
    fc.constantFrom(
      "yes",
      "8080:4466",
      "- a",
      "# b",
      "a: b",
      "a\nb\n",
      "\n",
      " x",
      "null",
      "1e3",
      "deployment/x",
    ),
    fc.integer(),
    fc.boolean(),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.stringMatching(/^[a-z]{1,12}$/), tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;
const additions = fc.uniqueArray(
  fc.record({
    at: fc.array(step, { maxLength: 4 }),
    key: fc.constantFrom("n1", "n2", "n3"),
    value: plain,
    comment: fc.option(fc.array(fc.string(), { maxLength: 2 }), { nil: undefined }),
    note: fc.option(fc.string({ minLength: 1 }), { nil: undefined }),
    isCommentedOut: fc.boolean(),
  }),
  { selector: ({ at, key: last }) => [...at, last].join("/"), maxLength: 5 },
);

describe("any inventory", () => {
  it("keeps every line that it had, in order, and has exactly what was added", () => {
    fc.assert(
      fc.property(inventory, additions, (text, wanted) => {
        const parsed = parseSource("f", new TextEncoder().encode(text));
        if (parsed.value === undefined || parsed.diagnostics.length > 0) return;
        const edited = addEntries(parsed.value, wanted);
        const after = parseSource("f", new TextEncoder().encode(edited.text));
        expect(after.diagnostics).toEqual([]);
        const refused = new Set(edited.refused.map(({ message }) => /`(.*?)` cannot/.exec(message)?.[1]));
        const expected = structuredClone(parsed.value.value);
        for (const one of wanted)
          if (!one.isCommentedOut && !refused.has([...one.at, one.key].join("."))) put(expected, one);
        expect(after.value?.value).toEqual(expected);
        expectKept(text, edited.text);
      }),
      {
        numRuns: 600,
        examples: [
          [
            "a: { b:  }\n",
            [
              { at: ["a"], key: "n1", value: "", comment: undefined, note: undefined, isCommentedOut: false },
              {
                at: ["a", "b"],
                key: "n1",
                value: [],
                comment: undefined,
                note: undefined,
                isCommentedOut: false,
              },
            ],
          ],
        ],
      },
    );
  });
});

function put(into: unknown, { at, key: last, value }: Addition): void {
  let here = into as Record<string, unknown>;
  for (const one of at) here = (here[one] ??= {}) as Record<string, unknown>;
  here[last] = value;
}

/** Each character of the old text is in the new one, in order, but for the `{}` and `~` that were filled. */
function expectKept(before: string, after: string): void {
  const old = Array.from(before.replace(/(: *)(?:\{ *\}|~)/g, "$1").replace(/[ \r\n]+/g, ""));
  let at = 0;
  const all = after.replace(/[ \r\n]+/g, "");
  for (const character of old) {
    const found = all.indexOf(character, at);
    expect(found).not.toBe(-1);
    at = found + character.length;
  }
}
