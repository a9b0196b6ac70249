import { posix } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { Guesses } from "../diagnostics/nearest.ts";
import type { FragmentFile } from "../inventory/file.ts";
import { parseSource } from "../source/parse.ts";
import { resolvePath, usePath, type Resolution } from "./scope.ts";

const { value: source } = parseSource("apps/tilt.yaml", new TextEncoder().encode("a: 1\n"));
if (source === undefined) throw new Error("the source is right");
const origin = { source, path: ["a"] };

/** A scope in a folder, with what is told in it. */
function scopeIn(folder: string): {
  scope: Parameters<typeof usePath>[0];
  told: Diagnostic[];
  resolution: Resolution;
} {
  const told: Diagnostic[] = [];
  const resolution = { diagnostics: told, files: [], guesses: new Guesses() } as unknown as Resolution;
  const file = { folder } as FragmentFile;
  return { scope: { resolution, file }, told, resolution };
}

it.each([
  [".", "a", "a"],
  [".", "./a/", "a"],
  ["apps", "./a", "apps/a"],
  ["apps", "..", "."],
  ["apps/one", "../../a", "a"],
  ["apps", ".", "apps"],
  ["apps", "a//b/./c", "apps/a/b/c"],
])("in %j, %j is %j", (folder, written, path) => {
  const { scope, told } = scopeIn(folder);
  expect(resolvePath(scope, written, origin)).toBe(path);
  expect(told).toEqual([]);
});

it.each([
  [".", ".."],
  [".", "../a"],
  ["apps", "../.."],
  ["apps", "a/../../../b"],
])("in %j, %j leads out, and is no file to look for", (folder, written) => {
  const { scope, told, resolution } = scopeIn(folder);
  usePath(scope, written, origin, "script");
  expect(told.map(({ code }) => code)).toEqual(["FT207"]);
  expect(resolution.files).toEqual([]);
});

it("never leads out of the repository without saying so", () => {
  const part = fc.constantFrom("..", ".", "a", "b c", "", "...", "..a", "a..");
  const path = fc.array(part, { minLength: 1, maxLength: 8 }).map((parts) => parts.join("/"));
  fc.assert(
    fc.property(fc.constantFrom(".", "apps", "apps/one"), path, (folder, written) => {
      const { scope, told } = scopeIn(folder);
      const resolved = resolvePath(scope, written, origin);
      const real = posix.resolve("/repo", folder, `./${written}`);
      const isInside = real === "/repo" || real.startsWith("/repo/");
      expect(told.length).toBe(isInside ? 0 : 1);
      expect(posix.resolve("/repo", resolved)).toBe(isInside ? real : "/repo");
    }),
    { numRuns: 1000 },
  );
});
