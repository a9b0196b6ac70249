import { expect, it } from "vitest";
import { isIgnored } from "./ignored.ts";

const object = { kind: "StatefulSet", namespace: "media", name: "db-of-media" };

it.each([
  ["media/db-of-media", true],
  ["media/*", true],
  ["*/db-*", true],
  ["*/db*of*media", true],
  ["*/db-of-media*media", false],
  ["media/db", false],
  ["med/db-of-media", false],
  ["statefulset/media/*", true],
  ["sts/*/db-*", true],
  ["StatefulSet/media/db-of-media", true],
  ["deployment/media/*", false],
  ["*/media/*", true],
])("%s: %s", (pattern, wanted) => {
  expect(isIgnored(pattern, object)).toBe(wanted);
});

it("takes no longer for a pattern of many stars", () => {
  const name = "a".repeat(250);
  const pattern = `*/${"*a".repeat(100)}*b`;
  const start = performance.now();
  expect(isIgnored(pattern, { ...object, name })).toBe(false);
  expect(performance.now() - start).toBeLessThan(200);
});
