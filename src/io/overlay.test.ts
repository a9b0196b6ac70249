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

it.each(["a/b/old.yaml", "a/b/new.yaml", "new.yaml", "linked/b/old.yaml"])(
  "shows %s with other content and all else as it is",
  async (path) => {
    const seen = await withOverlay(top, path, "other\n", async (folder) => {
      const up = path
        .split("/")
        .slice(1)
        .map(() => "..");
      return {
        folder,
        own: await readFile(join(folder, path.split("/").at(-1) ?? ""), "utf8"),
        beside: await readFile(join(folder, ...up, "a/beside.yaml"), "utf8"),
        above: await readFile(join(folder, ...up, "top.yaml"), "utf8"),
      };
    });
    expect(seen).toMatchObject({ own: "other\n", beside: "beside\n", above: "top\n" });
    expect(existsSync(seen.folder)).toBe(false);
    expect(await readFile(join(top, "a/b/old.yaml"), "utf8")).toBe("old\n");
    expect(await readdir(join(top, "a/b"))).toEqual(["old.yaml"]);
  },
);

it("leaves nothing behind when the work fails", async () => {
  let where = "";
  const work = withOverlay(top, "a/b/old.yaml", "", (folder) => {
    where = folder;
    return Promise.reject(new Error("no"));
  });
  await expect(work).rejects.toThrow("no");
  expect(where).not.toBe("");
  expect(existsSync(where)).toBe(false);
});
