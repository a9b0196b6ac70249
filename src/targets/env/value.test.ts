import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile } from "../../testing/golden/compile.ts";
import { memoryFiles } from "../../testing/memory-files.ts";
import { readEnvValue, writeEnvValue } from "./value.ts";

const text = fc.oneof(
  fc.string(),
  fc
    .array(fc.constantFrom('"', "'", " ", "\n", "\t", "#", "=", "a", "\\", "$A", "\u00a0"), { maxLength: 8 })
    .map((parts) => parts.join("")),
);

it("is read back as it was, or not written", () => {
  fc.assert(
    fc.property(text, (one) => {
      const written = writeEnvValue(one);
      if (written !== undefined) expect(readEnvValue(written)).toBe(one);
    }),
    { numRuns: 2000 },
  );
});

// What dotenv/Tiltfile of tilt-extensions v0.37.6 makes of the text behind `NAME=`.
describe("the extension's reading", () => {
  it.each([
    ["a", "a"],
    ["  a b  ", "a b"],
    ['"a"', "a"],
    ["'a'", "a"],
    ['" a "', " a "],
    [`"it's"`, "it's"],
    ['a "b"', 'a "b"'],
    ["a # b", "a # b"],
    ['"a\nb"', "a\nb"],
    ['"a\n', undefined],
    ["a\nb", undefined],
    ["", ""],
    ['"', ""],
  ])("of %j is %j", (written, value) => {
    expect(readEnvValue(written)).toBe(value);
  });
});

it("keeps every default that the rules let through", async () => {
  await fc.assert(
    fc.asyncProperty(text, async (one) => {
      const inventory = {
        version: 1,
        cluster: { name: "lab", contexts: ["admin@lab"] },
        env: { variables: { FIRST: { default: "1" }, VALUE: { default: one }, LAST: { default: "2" } } },
      };
      const files = memoryFiles({ "cluster.config.yaml": JSON.stringify(inventory) });
      const { project, artifacts } = await compile(files);
      const example = artifacts.find(({ path }) => path === ".env.example")?.text;
      if (example === undefined) {
        expect(project.diagnostics.map(({ code }) => code)).toEqual(["FT308"]);
        return;
      }
      const line = example.split("\n").find((each) => each.startsWith("VALUE="));
      expect(readEnvValue((line ?? "").slice("VALUE=".length))).toBe(one);
      expect(example).toContain("\nLAST=2\n");
    }),
    { numRuns: 150 },
  );
});
