import { describe, expect, it } from "vitest";
import * as z from "zod";
import { parseSource } from "../source/parse.ts";
import { shapeDiagnostics } from "./issues.ts";

const port = z.union(
  [
    z.int().min(1, "a port is from 1 to 65535").max(65535, "a port is from 1 to 65535"),
    z.string().regex(/^\d+:\d+$/, "a port is `local:pod`"),
    z.strictObject({ local: z.int(), pod: z.int().meta({ examples: [4466] }) }),
  ],
  "a port is a number, `local:pod`, or `{ local, pod }`",
);
const name = z.string().regex(/^[a-z]+$/, "a name is lower-case letters");
const step = z.union([
  z.literal("restart"),
  z.strictObject({ sync: z.tuple([z.string(), z.string()]) }),
  z.strictObject({ run: z.string(), when: z.array(z.string()).optional() }),
]);
const owner = z
  .strictObject({ kustomization: z.string().optional(), helmRelease: z.string().optional() })
  .refine((value) => Object.keys(value).length === 1, {
    error: "one owner is needed",
    params: { help: "name one" },
  });

const schema = z.strictObject({
  version: z.literal(1).optional(),
  target: z.string().optional(),
  ports: z.array(port).optional(),
  trigger: z.enum(["auto", "manual"]).default("auto"),
  verbose: z.boolean().optional(),
  text: z.string().min(1).max(5).optional(),
  count: z.int().min(1).optional(),
  names: z.record(name, z.strictObject({ link: z.string() })).optional(),
  steps: z.array(step).optional(),
  labels: z.union([name, z.array(name)]).optional(),
  forms: z.union([z.string(), z.boolean()]).meta({ forms: "a text, or a switch" }).optional(),
  owner: owner.optional(),
  pick: z
    .union([z.strictObject({ a: z.string(), b: z.string() }), z.strictObject({ a: z.string() })])
    .optional(),
  argv: z.tuple([z.string()], z.string()).optional(),
  probe: z
    .discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("http"), port: z.int() }),
      z.strictObject({ kind: z.literal("exec"), command: z.string() }),
    ])
    .optional(),
  nested: z
    .lazy(() => z.strictObject({ deep: z.union([z.array(z.strictObject({ key: z.int() })), z.string()]) }))
    .optional(),
});

/** Each diagnostic as `code line:column "what is underlined" message | help`. */
function told(text: string): string[] {
  const { value: source } = parseSource("f.yaml", new TextEncoder().encode(text));
  if (source === undefined) throw new Error("no value");
  const { error } = schema.safeParse(source.value);
  if (error === undefined) return [];
  return shapeDiagnostics(error, source, schema).map(({ code, span, message, help }) => {
    const { start, end } = span ?? { start: { line: 0, column: 0, offset: 0 }, end: { offset: 0 } };
    const place = text.slice(start.offset, end.offset);
    return `${code} ${start.line}:${start.column} ${place} > ${message}${help === undefined ? "" : ` | ${help}`}`;
  });
}

describe("keys", () => {
  it("tells each unknown key, with what was meant or what there is", () => {
    expect(told("lables: []\nTarget: x\nports: [{ local: 1, pod: 2, colour: red }]\n")).toEqual([
      "FT101 1:1 lables > unknown key `lables` | did you mean `labels`?",
      "FT101 2:1 Target > unknown key `Target` | did you mean `target`?",
      "FT101 3:29 colour > unknown key `colour` in item 1 of `ports` | known keys: `local`, `pod`",
    ]);
  });

  it("does not propose what is written already", () => {
    expect(told("target: a\ntargets: b\n")).toEqual([
      expect.stringMatching(/^FT101 2:1 targets > .* known keys: `version`, /),
    ]);
  });

  it("tells a missing key at its parent, unless another key was meant to be it", () => {
    expect(told("names:\n  a: {}\n  b: { lnik: x }\nports:\n  - local: 1\nnested: {}\n")).toEqual([
      "FT102 2:3 a > missing `link` in `a` | add `link:`",
      "FT101 3:8 lnik > unknown key `lnik` in `b` | did you mean `link`?",
      "FT102 5:5 local > missing `pod` in item 1 of `ports` | add it, for example `pod: 4466`",
      "FT102 6:1 nested > missing `deep` in `nested` | add `deep:`",
    ]);
  });

  it("tells a malformed key in the words of its schema", () => {
    expect(told("names:\n  Bad: { link: x }\n")).toEqual(["FT105 2:3 Bad > a name is lower-case letters"]);
  });
});

describe("values", () => {
  it.each([
    ["ports: 3000\n", "FT103 1:8 3000 > `ports` takes a list, not a number | make it a list: `[3000]`"],
    ["argv: 'ls -l'\n", "FT103 1:7 'ls -l' > `argv` takes a list, not a string | make it a list: `[ls, -l]`"],
    [
      "argv: nc host 80\n",
      'FT103 1:7 nc host 80 > `argv` takes a list, not a string | make it a list: `[nc, host, "80"]`',
    ],
    [
      'argv: a "b c"\n',
      'FT103 1:7 a "b c" > `argv` takes a list, not a string | make it a list, one item for each word',
    ],
    ["target: 1.10\n", 'FT103 1:9 1.10 > `target` takes a string, not a number | put it in quotes: `"1.10"`'],
    ["target: [a]\n", "FT103 1:9 [a] > `target` takes a string, not a list"],
    [
      "target:\n",
      "FT103 1:1 target > `target` takes a string, but it is empty | give it a value, or leave it out",
    ],
    ["verbose: yes\n", "FT103 1:10 yes > `verbose` takes `true` or `false`, not a string | write `true`"],
    ["count: '3'\n", "FT103 1:8 '3' > `count` takes a number, not a string | leave the quotes out: `3`"],
    ["count: 1.5\n", "FT103 1:8 1.5 > `count` takes a whole number, not `1.5`"],
    ["names: [a]\n", "FT103 1:8 [a] > `names` takes a mapping, not a list"],
    [
      "trigger: manaul\n",
      "FT104 1:10 manaul > `manaul` is no value of `trigger` | did you mean `manual`? it takes one of `auto`, `manual`",
    ],
    ["version: '1'\n", "FT104 1:10 '1' > `1` is no value of `version` | leave the quotes out: `1`"],
    ["version: 2\n", "FT104 1:10 2 > `2` is no value of `version` | it takes `1`"],
    [
      "probe: { kind: htp, port: 1 }\n",
      "FT104 1:16 htp > `htp` is no value of `kind` | did you mean `http`? it takes one of `http`, `exec`",
    ],
    ["text: ''\n", "FT105 1:7 '' > `text` must not be empty"],
    ["text: abcdef\n", "FT105 1:7 abcdef > `text` has at most 5 characters"],
    ["count: 0\n", "FT105 1:8 0 > `count` is at least 1"],
    ["owner: {}\n", "FT105 1:1 owner > one owner is needed | name one"],
    ["steps: [{ sync: [a] }]\n", "FT105 1:11 sync > `sync` has at least 2 items"],
    ["argv: []\n", "FT102 1:1 argv > item 1 of `argv` is missing"],
  ])("tells %j", (text, expected) => {
    expect(told(text)).toEqual([expected]);
  });

  it("leaves a check of a whole mapping alone while its keys are misspelt", () => {
    expect(told("owner: { helmRelese: x }\n")).toEqual([
      "FT101 1:10 helmRelese > unknown key `helmRelese` in `owner` | did you mean `helmRelease`?",
    ]);
  });
});

describe("unions", () => {
  it.each([
    ["ports: [70000]\n", "FT105 1:9 70000 > a port is from 1 to 65535"],
    ["ports: ['a:b']\n", "FT105 1:9 'a:b' > a port is `local:pod`"],
    ["ports: [{ local: x, pod: 1 }]\n", "FT103 1:18 x > `local` takes a number, not a string"],
    ["ports: [true]\n", "FT106 1:9 true > a port is a number, `local:pod`, or `{ local, pod }`"],
    ["labels: [a, B]\n", "FT105 1:13 B > a name is lower-case letters"],
    ["labels: 3\n", "FT106 1:9 3 > `labels` takes a string or a list"],
    ["forms: [a]\n", "FT106 1:8 [a] > `forms` takes a text, or a switch"],
    ["nested: { deep: [{ key: x }] }\n", "FT103 1:25 x > `key` takes a number, not a string"],
    [
      "steps: [restrat]\n",
      "FT104 1:9 restrat > `restrat` is no value of item 1 of `steps` | it takes `restart`",
    ],
    [
      "steps: [run]\n",
      "FT104 1:9 run > `run` is no value of item 1 of `steps` | it needs a value of its own: `{ run: … }`",
    ],
    [
      "steps: [{ snyc: [a, b] }]\n",
      "FT101 1:11 snyc > unknown key `snyc` in item 1 of `steps` | did you mean `sync`?",
    ],
    ["steps: [{ run: 3 }]\n", 'FT103 1:16 3 > `run` takes a string, not a number | put it in quotes: `"3"`'],
    [
      "steps: [{ run: x, whn: [y] }]\n",
      "FT101 1:19 whn > unknown key `whn` in item 1 of `steps` | did you mean `when`?",
    ],
    [
      "steps: [{ sync: [a, b], run: x }]\n",
      "FT106 1:25 run > `sync` and `run` do not go together in item 1 of `steps` | keep one of them",
    ],
    ["pick: { a: [] }\n", "FT103 1:12 [] > `a` takes a string, not a list"],
    ["steps: [{}]\n", "FT106 1:9 {} > item 1 of `steps` takes `restart` or a mapping"],
  ])("tells %j once, for the form that was meant", (text, expected) => {
    expect(told(text)).toEqual([expected]);
  });
});

it("tells all problems in the order of the text, those of an anchor once", () => {
  const text = "labels: [A]\nsteps: [&s { run: 3 }, *s]\nprots: 1\ncount: x\nports: [0]\n";
  expect(told(text).map((line) => line.slice(0, 9))).toEqual([
    "FT105 1:1",
    "FT103 2:1",
    "FT101 3:1",
    "FT103 4:8",
    "FT105 5:9",
  ]);
});

it("is linear in what is wrong", () => {
  const text = `names:\n${Array.from({ length: 5_000 }, (_, index) => `  A${index}: { lnik: 1 }\n`).join("")}`;
  const start = performance.now();
  expect(told(text)).toHaveLength(5_000);
  expect(performance.now() - start).toBeLessThan(5_000);
});
