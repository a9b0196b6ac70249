import { chmod, mkdtemp, open, rm, stat, symlink, writeFile, mkdir, readFile } from "node:fs/promises";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Files } from "./files.ts";
import { Interrupted } from "./interrupt.ts";
import { nodeFiles } from "./node-files.ts";
import { outside, OutsideError } from "./outside-error.ts";

let root = "";
let files: Files;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "fluxtilt-files-"));
  files = nodeFiles(root);
});
afterEach(() => rm(root, { recursive: true, force: true }));

const bytes = (text: string): Uint8Array => Buffer.from(text);
const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

describe("looking", () => {
  it("answers undefined for what is absent", async () => {
    await writeFile(join(root, "file"), "x");
    expect(await files.read("none")).toBeUndefined();
    expect(await files.read("file/below")).toBeUndefined();
    expect(await files.kind("none/x")).toBeUndefined();
    expect(await files.realPath("none")).toBeUndefined();
    expect(await files.list("none")).toEqual([]);
  });

  it("tells what stands at a path without following it", async () => {
    await mkdir(join(root, "folder"));
    await writeFile(join(root, "folder/file"), "12345");
    await symlink("folder/file", join(root, "link"));
    expect(await files.kind("folder")).toBe("directory");
    expect(await files.kind("link")).toBe("link");
    expect(await files.stat("folder/file")).toMatchObject({ kind: "file", size: 5 });
    expect(Buffer.from((await files.read("link")) ?? []).toString()).toBe("12345");
    expect(Buffer.from((await files.read("link", { maxBytes: 2 })) ?? []).toString()).toBe("12");
    expect(Buffer.from((await files.read("link", { maxBytes: 9 })) ?? []).toString()).toBe("12345");
    expect(await files.realPath("link")).toBe(await files.realPath("folder/file"));
  });

  it.runIf(process.platform === "linux")("reads a file that does not say how long it is", async () => {
    expect((await stat("/proc/self/status")).size).toBe(0);
    expect(Buffer.from((await files.read("/proc/self/status")) ?? []).toString()).toContain("Name:");
  });

  it("refuses to read folders, pipes and sockets, which would never end", async () => {
    execFileSync("mkfifo", [join(root, "pipe")]);
    const server = createServer().listen(join(root, "socket"));
    await once(server, "listening");
    expect(await failureOf(files.read("."))).toMatchObject({ code: "EISDIR" });
    for (const path of ["pipe", "socket"])
      expect(await failureOf(files.read(path))).toMatchObject({
        message: `cannot read \`${path}\`: it is a pipe, a socket or a device, not a file`,
      });
    server.close();
  });

  it("throws why the run ends at every question after that, and writes on", async () => {
    const ending = new AbortController();
    const ended = nodeFiles(root, ending.signal);
    await mkdir(join(root, "folder"));
    expect(await ended.list(".")).toEqual(["folder"]);
    ending.abort(new Interrupted("SIGINT"));
    for (const files of [ended, ended.rooted(join(root, "folder"))])
      for (const question of [
        () => files.read("file"),
        () => files.stat("."),
        () => files.kind("."),
        () => files.realPath("."),
        () => files.list("."),
        () => files.entries("."),
        () => files.glob(["**"]),
      ])
        expect(await failureOf(question())).toBeInstanceOf(Interrupted);
    expect(await ended.create("file", bytes("x"))).toBe(true);
    await ended.rename("file", "other");
    expect(await ended.remove("other")).toBe(true);
  });

  it("finds files in code unit order, dot files only when named", async () => {
    for (const folder of ["b", "B", "a", ".hidden", "node_modules/x"]) {
      await mkdir(join(root, folder), { recursive: true });
      await writeFile(join(root, folder, "tilt.yaml"), "");
    }
    await writeFile(join(root, "a/.tilt.yaml"), "");
    expect(await files.glob(["**/tilt.yaml"])).toEqual(["B/tilt.yaml", "a/tilt.yaml", "b/tilt.yaml"]);
    expect(await files.glob([".hidden/*", "a/.*", "none/*"])).toEqual([".hidden/tilt.yaml", "a/.tilt.yaml"]);
    expect(await files.glob(["**/tilt.yaml"], { ignore: ["a/**", "b/**"] })).toEqual(["B/tilt.yaml"]);
    expect(await files.list(".")).toEqual([".hidden", "B", "a", "b", "node_modules"]);
  });
});

describe("changing", () => {
  it("creates new files only, with the mode that is asked for", async () => {
    expect(await files.create("script", bytes("x"), { mode: 0o751 })).toBe(true);
    expect(await files.create("script", bytes("y"))).toBe(false);
    expect(await readFile(join(root, "script"), "utf8")).toBe("x");
    expect((await files.stat("script"))?.mode).toBe(0o751);
    await files.create("program", bytes(""), { executable: true });
    expect(((await stat(join(root, "program"))).mode & 0o111) !== 0).toBe(true);
  });

  it("leaves nothing of a file that the disk takes only until it is closed", async () => {
    const other = await open(join(root, "other"), "w");
    const sync = vi.spyOn(Object.getPrototypeOf(other) as typeof other, "sync");
    sync.mockImplementationOnce(function (this: typeof other) {
      const close = this.close.bind(this);
      this.close = async () => {
        await close();
        throw Object.assign(new Error("EDQUOT"), { code: "EDQUOT" });
      };
      return Promise.resolve();
    });
    expect(await failureOf(files.create("file", bytes("x")))).toMatchObject({
      message: "cannot write `file`: the disk quota is used up",
    });
    sync.mockRestore();
    await other.close();
    expect(await files.kind("file")).toBeUndefined();
  });

  it("does not write through a link", async () => {
    await symlink("elsewhere", join(root, "link"));
    expect(await files.create("link", bytes("x"))).toBe(false);
    expect(await files.kind("elsewhere")).toBeUndefined();
  });

  it("makes and removes folders one by one", async () => {
    expect(await files.makeFolder("a")).toBe(true);
    expect(await files.makeFolder("a")).toBe(false);
    await files.create("a/file", bytes(""));
    expect(await files.removeFolder("a")).toBe(false);
    expect(await files.remove("a/file")).toBe(true);
    expect(await files.remove("a/file")).toBe(false);
    expect(await files.removeFolder("a")).toBe(true);
    expect(await files.removeFolder("a")).toBe(false);
  });

  it("moves a file over another", async () => {
    await files.create("a", bytes("new"));
    await files.create("b", bytes("old"));
    await files.rename("a", "b");
    expect(await readFile(join(root, "b"), "utf8")).toBe("new");
    await files.syncFolder(".");
  });
});

describe("what the system refuses", () => {
  it("is told in words", async () => {
    await files.create("file", bytes(""));
    await files.makeFolder("folder");
    await symlink("loop", join(root, "loop"));
    const said = async (work: Promise<unknown>): Promise<string> => String(await failureOf(work));
    expect(await said(files.create("file/below", bytes("")))).toContain("a part of its path is a file");
    expect(await said(files.rename("file", "folder"))).toContain("it is a folder, not a file");
    expect(await said(files.read("loop"))).toContain("its symbolic links lead in a circle");
    expect(await said(files.create("x".repeat(300), bytes("")))).toContain("its name is too long");
    expect(await said(files.makeFolder("none/folder"))).toContain("it does not exist");
    expect(await failureOf(files.rename("none", "b"))).toBeInstanceOf(OutsideError);
  });

  it.skipIf(process.getuid?.() === 0)("is told for what permission forbids", async () => {
    await files.makeFolder("locked");
    await chmod(join(root, "locked"), 0o500);
    expect(await failureOf(files.create("locked/file", bytes("")))).toMatchObject({
      code: "EACCES",
      exitCode: 3,
    });
  });

  it.each([
    ["EACCES", "permission is denied", "FT921"],
    ["EROFS", "the file system is read-only", "FT921"],
    ["ENOSPC", "the disk is full", "FT922"],
    ["ENOTDIR", "a part of its path is a file, not a folder", "FT923"],
    ["EMFILE", "too many files are open", "FT924"],
    ["ENOMEM", "memory is used up", "FT924"],
    ["EIO", "the disk reports an error", "FT925"],
    ["EWHATEVER", "the system says `EWHATEVER`", "FT925"],
  ])("has words, a kind and a way out for %s", (code, reason, kind) => {
    const error = outside(Object.assign(new Error(code), { code }), "write", "Tiltfile");
    expect(error).toMatchObject({
      code,
      kind: { code: kind },
      message: `cannot write \`Tiltfile\`: ${reason}`,
    });
    expect((error as OutsideError).help).not.toBe("");
  });

  it.each([
    [constants.errno.EDQUOT, "the disk quota is used up", "FT922"],
    [9_999, "the system says `ERRNO_9999`", "FT925"],
  ])("knows what Node tells by its number alone: %i", (errno, reason, kind) => {
    const code = `Unknown system error -${errno}`;
    const error = outside(Object.assign(new Error(code), { code, errno: -errno }), "write", "Tiltfile");
    expect(error).toMatchObject({ kind: { code: kind }, message: `cannot write \`Tiltfile\`: ${reason}` });
  });

  it("leaves errors that are not the system's as they are", () => {
    const bug = new TypeError("bug");
    expect(outside(bug, "write", "x")).toBe(bug);
  });
});
