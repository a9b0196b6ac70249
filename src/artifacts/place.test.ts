import { symlink } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { nodeFiles } from "../io/node-files.ts";
import { createSandbox, type Sandbox } from "./testing/sandbox.ts";
import { findPlaces, isInside } from "./place.ts";

let box: Sandbox;
beforeEach(async () => {
  box = await createSandbox();
});
afterEach(() => box.remove());

const told = async (...paths: readonly string[]): Promise<readonly string[]> =>
  (await findPlaces(box.files, paths)).map(({ code, message }) => `${code} ${message}`);

describe("an output path", () => {
  it("may be new, in new folders, and over a file", async () => {
    await box.put("Tiltfile", "x");
    expect(await told("Tiltfile", "a/b/Tiltfile", ".env.example", ".fluxtilt/lib/x.sh")).toEqual([]);
    expect(await told("notes/a:b", "lab:/x", "apps/lock", "apps/journal.json")).toEqual([]);
  });

  it.each([
    "",
    "/etc/passwd",
    "../x",
    "a/../../x",
    "a//b",
    "./a",
    "a/",
    "a\\b",
    "a\0b",
    "C:/x",
    ".git/hooks/x",
    "a/.GIT/config",
  ])("does not leave the repository: %j", async (path) => {
    expect((await told(path)).join()).toMatch(/^FT506 .*leaves the repository/);
  });

  it("goes through links within the repository only", async () => {
    await box.put("real/file", "x");
    await box.link("inner", "real");
    await box.link("outer", tmpdir());
    await box.link("dead", "nowhere");
    await box.link("self", ".");
    expect(await told("inner/new")).toEqual([]);
    expect(await told("outer/new")).toEqual([expect.stringContaining("the link `outer` leads out of it")]);
    expect(await told("dead/new")).toEqual([expect.stringContaining("the link `dead` leads nowhere")]);
    expect(await told("dead")).toEqual([expect.stringContaining("FT506")]);
    expect(await told("self/outer/x")).toEqual([expect.stringContaining("FT506")]);
  });

  it("goes through such links in a repository that is itself reached through one", async () => {
    await box.put("here/real/file", "x");
    await box.link("here/inner", "real");
    await symlink(join(box.root, "here"), join(box.root, "link"));
    expect(await findPlaces(nodeFiles(join(box.root, "link")), ["inner/new", "Tiltfile"])).toEqual([]);
  });

  it("does not stand where something else than a file is", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(box.root, "socket"), resolve));
    expect(await told("socket")).toEqual(["FT508 `socket` is not a regular file"]);
    await new Promise((resolve) => server.close(resolve));
  });

  it("does not stand where a folder is, nor below a file", async () => {
    await box.put("folder/file", "x");
    expect(await told("folder")).toEqual(["FT508 `folder` is a folder, and a file must be there"]);
    expect(await told("folder/file/x")).toEqual([
      "FT508 `folder/file` is a file, and `folder/file/x` needs a folder there",
    ]);
    await box.link("alias", "folder/file");
    expect(await told("alias/x")).toEqual(["FT508 `alias` is a file, and `alias/x` needs a folder there"]);
  });

  it("clashes with one that is the same file on some disk", async () => {
    await box.put("real/x", "");
    await box.link("link", "real");
    expect(await told("apps/Tiltfile", "Apps/tiltfile")).toEqual([
      "FT508 `apps/Tiltfile` and `Apps/tiltfile` are one file on some disks",
    ]);
    expect(await told("caf\u00e9", "cafe\u0301")).toHaveLength(1);
    expect(await told("real/new", "link/new")).toHaveLength(1);
    expect(await told("a", "a")).toEqual(["FT508 `a` is generated twice"]);
    expect(await told("a/b/c", "A")).toEqual(["FT508 `A` is a file, and `a/b/c` needs a folder there"]);
    expect(await told(".fluxtilt/manifest.json", ".fluxtilt/lock")).toHaveLength(2);
  });

  it("never resolves above the root", () => {
    const part = fc.oneof(fc.constantFrom("..", ".", "", "a", "a/..", "\\..", "..\\"), fc.string());
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const path = parts.join("/");
        if (!isInside(path)) return;
        const url = new URL(
          `./${encodeURI(path.toWellFormed()).replaceAll(/[?#]/g, "_")}`,
          "file:///root/here/",
        );
        expect(url.pathname.startsWith("/root/here/")).toBe(true);
      }),
    );
  });
});
