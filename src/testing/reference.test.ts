import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runProgram } from "../cli/program.ts";
import { buildDashboard } from "../dashboard/build.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { describedSchema } from "../inventory/json-schema.ts";
import { readFragment, readRoot } from "../inventory/read.ts";
import { checkRules } from "../rules/index.ts";
import { parseSource } from "../source/parse.ts";
import { project, readPages } from "./docs/page.ts";
import { referenceExamples, wholeExample, type Example } from "./reference.ts";

async function schema(...options: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = "";
  let err = "";
  const channel = (write: (text: string) => void) => ({ write, isTerminal: false, columns: undefined });
  const code = await runProgram(["schema", ...options], "0", {
    cwd: project,
    env: {},
    stdout: channel((text) => (out += text)),
    stderr: channel((text) => (err += text)),
    hasKeyboard: false,
    gone: new AbortController().signal,
  });
  return { code, out, err };
}

test.each([
  ["schemas/cluster.config.schema.json", []],
  ["schemas/fragment.schema.json", ["--fragment"]],
  ["docs/reference.md", ["--reference"]],
])("%s is what `fluxtilt schema` prints (npm run schema)", async (path, options) => {
  const { code, out, err } = await schema(...options);
  expect([code, err]).toEqual([0, ""]);
  expect(readFileSync(join(project, path), "utf8")).toBe(out);
});

test("`fluxtilt schema` prints one thing at a time", async () => {
  const { code, out, err } = await schema("--fragment", "--reference");
  expect([code, out]).toEqual([2, ""]);
  expect(err).toContain("--reference");
});

const page = readPages().find(({ path }) => path === "docs/reference.md");
const examples = referenceExamples();

/** What the language and the rules say of an example; every file that it names is there. */
function problems({ text, isFragment }: Example): readonly Diagnostic[] {
  const { value: source, diagnostics } = parseSource("cluster.config.yaml", new TextEncoder().encode(text));
  if (source === undefined || diagnostics.length > 0) return diagnostics;
  if (isFragment) return readFragment(source).diagnostics;
  const { value: root, diagnostics: shape } = readRoot(source);
  if (root === undefined || shape.length > 0) return shape;
  const built = buildDashboard({ root, fragments: [] });
  const ruled = checkRules({
    dashboard: built.value,
    found: ({ kind }) => (kind === "folder" ? "folder" : "file"),
  });
  return [...built.diagnostics, ...ruled];
}

test("the reference has examples", () => {
  expect(examples.length).toBeGreaterThan(20);
});

test.each(examples)("the example at $place holds", (example) => {
  // A part of an inventory declares what other parts use: warnings of that are no mistake.
  const errors = problems(example).filter(({ severity }) => severity === "error");
  expect(errors.map(({ message }) => message)).toEqual([]);
});

test("an example that is wrong would be seen", () => {
  const seen = (text: string): string[] => problems(wholeExample("", text)).map(({ code }) => code);
  expect(seen("tasks:\n  a: { shel: ls }\n")).toEqual(["FT101"]);
  expect(seen("tasks:\n  a: { do: restart }\n")).toEqual(["FT203"]);
  expect(seen("tasks: [\n")).toEqual(["FT004"]);
});

test("the reference tells every construct and every key", () => {
  const { definitions = {}, properties = {} } = describedSchema();
  const text = page?.text ?? "";
  const told = new Set(Array.from(text.matchAll(/^\| `([^`]+)` \|/gm), ([, key]) => key));
  const keys = Object.keys(properties);
  for (const node of Object.values(definitions)) keys.push(...Object.keys(node.properties ?? {}));
  expect(keys.filter((key) => !told.has(key))).toEqual([]);
  expect(text).not.toContain("undefined");
  expect(text).not.toContain("[object");
});
