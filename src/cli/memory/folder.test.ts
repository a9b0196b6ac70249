import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { makePrivateFolder } from "./folder.ts";

it("makes a folder and those above it, for its user alone", () => {
  const root = mkdtempSync(join(tmpdir(), "fluxtilt-folder-"));
  const folder = join(root, "a/b");
  makePrivateFolder(folder);
  makePrivateFolder(folder);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  rmSync(root, { recursive: true });
});

// Node's own `recursive` goes on for ever here: seen with Node 20, 22 and 24.
it.skipIf(!existsSync("/proc/self"))("ends where a folder takes none", () => {
  expect(() => {
    makePrivateFolder("/proc/fluxtilt/a");
  }).toThrow(/ENOENT/);
});
