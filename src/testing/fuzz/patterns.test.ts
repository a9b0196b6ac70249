import { expect, it } from "vitest";
import { duration, secondsOf } from "../../grammar/names.ts";
import { imageName } from "../../grammar/image.ts";
import { ignoreRules, isIgnored } from "../../reality/flux/ignore.ts";
import { BuildError } from "../../reality/flux/kustomize/build-error.ts";
import { labelSelector, readSelector } from "../../reality/flux/kustomize/selector.ts";
import { parseWhole } from "../../reality/flux/parse.ts";
import { findRoots } from "../../reality/resolve.ts";
import { substitute } from "../../reality/flux/substitute.ts";
import { memoryView } from "../flux/archive.ts";

// No time is measured here: what grows with the square of such a text takes longer than the test may.
const timeout = 20_000;
const long = 400_000;

it.each<[string, () => unknown]>([
  ["digits", () => duration.safeParse("5".repeat(long)).success || secondsOf("5".repeat(long)) > 0],
  ["dots", () => duration.safeParse(".".repeat(long)).success || secondsOf(".".repeat(long)) > 0],
  ["capitals in the name of an image", () => imageName.safeParse("A".repeat(long)).success],
  ["blanks in an ignore file", () => isIgnored("a", ignoreRules(`a${" ".repeat(long)}b`, ""))],
])("does not take long over %s, and refuses them", { timeout }, (_, refused) => {
  expect(refused()).toBe(false);
});

it("does not take long over empty lines", { timeout }, async () => {
  const text = `${"\n".repeat(long)}a: &a 1\n*a : 2\n`;
  expect(parseWhole(text)).toEqual({ documents: [expect.anything()] });
  expect(await findRoots(memoryView({ "clusters/lab/a.yaml": text }))).toEqual([]);
});

it.each<[string, Readonly<Record<string, string>>]>([
  ["too large for V8", { kind: "${".repeat(long) }],
  ["nested too deep for V8", { name: `${"(".repeat(long)}${")".repeat(long)}` }],
  ["of brackets that are never closed", { labelSelector: "(".repeat(long) }],
])("does not follow a selector %s", { timeout }, (_, written) => {
  expect(() => readSelector(written)).toThrow(BuildError);
});

it("takes what ends with such a bracket for no requirement", () => {
  expect(() => labelSelector("a=b,c in (d")).toThrow(BuildError);
  expect(labelSelector("a=b,c in (d,e)")((key) => ({ a: "b", c: "e" })[key])).toBe(true);
});

it("takes a glob off a variable that could fit in very many ways", { timeout }, () => {
  const trimmed = (pattern: string): string =>
    substitute(
      `\${A%%${pattern}}`,
      () => "a".repeat(2_000),
      () => undefined,
    );
  expect(trimmed("*a".repeat(900))).toBe("");
  expect(trimmed("*a".repeat(long))).toBe("a".repeat(2_000));
  expect(trimmed(`${"*a".repeat(900)}b`)).toBe("a".repeat(2_000));
});
