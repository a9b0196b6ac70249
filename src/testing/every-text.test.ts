import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fastGlob from "fast-glob";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { loadProject } from "../cli/project.ts";
import { emit } from "../targets/index.ts";
import { fixtures } from "./golden/cases.ts";
import { memoryFiles } from "./memory-files.ts";
import { yamlOf } from "./odd-texts.ts";
import { differences, shapeOf } from "./shape.ts";
import { placesIn, withText, type TextPlace } from "./text-places.ts";

/** A text that none of them does; its first sign has it sorted where they are. */
const harmless = "!qqmark";
/** What the formats of the outputs take for something of their own; a path takes no backslash and no control character. */
const signs = [
  `"'\\{{ }}{{{x}}}\${X}$(id)\`#]]>"""%,: \u2028\u0085é`,
  `"'{{ }}{{{x}}}\${X}$(id)\`#]]>"""%,: \u2028é`,
  // Nor does an address take quotes and braces.
  "$(id)#]]>%'é",
];
const lines = [`\n"""\n  x: y\r\n---\n#é`];

/** The files of an inventory: those that it is made of, as values, and the others as they are. */
interface Case {
  readonly documents: ReadonlyMap<string, unknown>;
  readonly others: Readonly<Record<string, string>>;
}

function readCase(name: string): Case {
  const folder = join(fixtures, name);
  const paths = fastGlob.sync("**", { cwd: folder, dot: true, ignore: ["expected/**", "expected.*"] });
  const texts = paths.map((path): [string, string] => [path, readFileSync(join(folder, path), "utf8")]);
  const isDocument = ([path]: [string, string]): boolean =>
    /(^|\/)(cluster\.config|tilt|extra)\.yaml$/.test(path);
  return {
    documents: new Map(texts.filter(isDocument).map(([path, text]) => [path, parse(text, { merge: true })])),
    others: Object.fromEntries(texts.filter((one) => !isDocument(one))),
  };
}

/** What is generated of the files, as shapes by path; undefined where the inventory cannot be used. */
async function generated(
  { documents, others }: Case,
  changed: readonly [path: string, value: unknown],
): Promise<Record<string, unknown> | undefined> {
  const texts = [...new Map([...documents, changed])].map(([path, value]): [string, string] => [
    path,
    yamlOf(value),
  ]);
  const { dashboard, diagnostics } = await loadProject(
    memoryFiles({ ...others, ...Object.fromEntries(texts) }),
    "cluster.config.yaml",
  );
  // What only a rule refuses is held too, but for what has no way to be written.
  if (dashboard === undefined || diagnostics.some(({ code }) => code === "FT308")) return undefined;
  return Object.fromEntries(emit(dashboard).map(({ path, text }) => [path, shapeOf(path, text)]));
}

/** The shape with another text in the place of the mark, wherever it stands. */
function replaced(shape: unknown, text: string): unknown {
  if (typeof shape === "string") return shape.replaceAll(harmless, () => text);
  if (Array.isArray(shape)) return shape.map((one) => replaced(one, text));
  if (typeof shape !== "object" || shape === null) return shape;
  return Object.fromEntries(
    Object.entries(shape).map(([key, below]) => [
      key.replaceAll(harmless, () => text),
      replaced(below, text),
    ]),
  );
}

const schema = readFileSync(join(fixtures, "../schemas/cluster.config.schema.json"), "utf8");
/** The keys of the language; what else is a key is a name that somebody gave. */
const words = new Set<string>();
JSON.parse(schema, (key, value: unknown) => {
  if (key === "properties" && typeof value === "object" && value !== null)
    for (const word of Object.keys(value)) words.add(word);
  return value;
});

/** The place in the language: of two texts of one kind, the second says what the first does. */
function kindOf({ way, isKey }: TextPlace): string {
  const steps = way.map((step) => (typeof step === "number" ? "[]" : words.has(step) ? step : "*"));
  return `${steps.join(".")}${isKey ? " (key)" : ""}`;
}

const cases = [
  "projects/real",
  "projects/media",
  ...readdirSync(join(fixtures, "ok")).map((name) => `ok/${name}`),
];
/** The kinds of place that were tried, and which of them took a text. */
const tried = new Set<string>();
const held = new Set<string>();

it.each(cases)(
  "%s takes no text for anything but data, wherever one can stand",
  { timeout: 300_000 },
  async (name) => {
    const one = readCase(name);
    const wrong: string[] = [];
    for (const [path, value] of one.documents)
      for (const place of placesIn(value)) {
        const kind = kindOf(place);
        if (tried.has(kind)) continue;
        tried.add(kind);
        const marked = (mark: string): ReturnType<typeof generated> =>
          generated(one, [path, withText(value, place, (old) => old + mark)]);
        let plain: Awaited<ReturnType<typeof generated>>;
        for (const texts of [signs, lines])
          for (const text of texts) {
            const made = await marked(text);
            if (made === undefined) continue;
            plain ??= await marked(harmless);
            wrong.push(...differences(made, replaced(plain, text), `${path} ${place.way.join(".")}`));
            held.add(kind);
            break;
          }
      }
    expect(wrong).toEqual([]);
  },
);

it("finds enough of them", () => {
  expect(tried.size).toBeGreaterThan(1_000);
  // The others take only what a grammar of theirs has: ports, times, names of Kubernetes.
  expect(held.size).toBeGreaterThan(250);
});
