import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { withOverlay } from "./overlay.ts";

let top: string;
beforeEach(async () => {
  top = await mkdtemp(join(tmpdir(), "fluxtilt-test-"));
  await mkdir(join(top, "a/b"), { recursive: true });
  await writeFile(join(top, "a/b/old.yaml"), "old\n");
  await writeFile(join(top, "a/beside.yaml"), "beside\n");
  await writeFile(join(top, "top.yaml"), "top\n");
  await symlink(join(top, "a"), join(top, "linked"));
});
afterEach(() => rm(top, { recursive: true }));

it.each([
  ["a/b/old.yaml"],
  ["a/b/new.yaml"],
  ["new.yaml"],
  ["linked/b/old.yaml"],
  ["a/b/old.yaml", "a/new.yaml"],
])("shows %s with other content and all else as it is", async (...paths) => {
  const read = (root: string, path: string): Promise<string> => readFile(join(root, path), "utf8");
  const seen = await withOverlay(top, new Map(paths.map((path) => [path, `${path}\n`])), async (root) => ({
    root,
    own: await Promise.all(paths.map((path) => read(root, path))),
    beside: await read(root, "a/beside.yaml"),
    above: await read(root, "top.yaml"),
  }));
  expect(seen).toMatchObject({
    own: paths.map((path) => `${path}\n`),
    beside: "beside\n",
    above: "top\n",
  });
  expect(existsSync(seen.root)).toBe(false);
  expect(await readFile(join(top, "a/b/old.yaml"), "utf8")).toBe("old\n");
  expect(await readdir(join(top, "a/b"))).toEqual(["old.yaml"]);
});

it("leaves nothing behind when the work fails", async () => {
  let where = "";
  const work = withOverlay(top, new Map([["a/b/old.yaml", ""]]), (folder) => {
    where = folder;
    return Promise.reject(new Error("no"));
  });
  await expect(work).rejects.toThrow("no");
  expect(where).not.toBe("");
  expect(existsSync(where)).toBe(false);
});
