import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { duration, label, nameProblem, path, secondsOf, variableName } from "./names.ts";

describe("names in Tilt", () => {
  it.each(["grafana", "monitoring:grafana", "📺 media:sonarr", "with space", "a\u00a0b", "x".repeat(200)])(
    "takes %j",
    (name) => {
      expect(nameProblem(name)).toBeUndefined();
    },
  );

  it.each([
    "",
    ".",
    "..",
    "(Tiltfile)",
    "uncategorized",
    "a/b",
    "50%",
    "a\nb",
    "a\u0085b",
    " a",
    "a ",
    "x".repeat(201),
  ])("refuses %j", (name) => {
    expect(nameProblem(name)).toBeTypeOf("string");
  });
});

describe("labels", () => {
  // internal/tiltfile/value/label.go: a qualified name without a prefix, which is a label value too.
  it.each(["a", "1-web", "A.b_c-d", "x".repeat(63)])("takes %j", (text) => {
    expect(label.safeParse(text).success).toBe(true);
  });

  it.each(["", "-a", "a-", "a b", "a/b", "é", "x".repeat(64)])("refuses %j", (text) => {
    expect(label.safeParse(text).success).toBe(false);
  });
});

it("takes only variables that a shell can read", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const isName = /^\D/.test(text) && [...text.matchAll(/[A-Za-z0-9_]/g)].length === text.length;
      expect(variableName.safeParse(text).success).toBe(isName);
    }),
  );
});

it.each([
  ["30s", true],
  ["1h30m", true],
  ["1.5h", true],
  ["0", true],
  ["10us", true],
  ["10µs", true],
  ["1500ns", true],
  [".5s", true],
  ["1.s", true],
  [".s", false],
  ["00", false],
  ["10", false],
  ["s", false],
  ["1d", false],
  ["-1s", false],
  ["", false],
  // Go counts nanoseconds in 64 bits.
  ["2562047h", true],
  ["2562048h", false],
  ["2562047h48m", false],
])("holds %j against lengths of time", (text, isRight) => {
  expect(duration.safeParse(text).success).toBe(isRight);
});

it.each([
  ["1h30m", 5400],
  ["1.5s", 1.5],
  [".5s", 0.5],
  ["2ms", 0.002],
  ["3µs", 3e-6],
  ["0", 0],
])("counts the seconds of %j", (text, seconds) => {
  expect(secondsOf(text)).toBeCloseTo(seconds, 9);
});

it.each(["/etc/passwd", "~/x", "C:/x", "C:x", "a\\b", "a\nb", "a\0b", ""])("refuses %j as a path", (text) => {
  expect(path.safeParse(text).success).toBe(false);
});

it.each([".", "./a", "../a", "a b/é", "-x", "a/./b"])("takes %j as a path", (text) => {
  expect(path.safeParse(text).success).toBe(true);
});
