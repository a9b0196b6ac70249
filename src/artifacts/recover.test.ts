import { utimes } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Files } from "../io/files.ts";
import { noRight } from "../io/kinds.ts";
import { OutsideError } from "../io/outside-error.ts";
import { encode, hashBytes } from "./content.ts";
import { withLock } from "./lock.ts";
import { createSandbox, machine, type Sandbox } from "./testing/sandbox.ts";
import { recover } from "./transaction.ts";

let box: Sandbox;
beforeEach(async () => {
  box = await createSandbox();
});
afterEach(() => box.remove());

const undo = ".fluxtilt/journal.json";
const redo = ".fluxtilt/journal.commit.json";
const hash = (text: string): string => hashBytes(encode(text));
const changed = {
  path: "a/Tiltfile",
  before: hash("old"),
  after: hash("new"),
  temporary: "a/.Tiltfile.fluxtilt-1.new",
  backup: "a/.Tiltfile.fluxtilt-1.old",
};
const added = { path: "b/Tiltfile", after: hash("new"), temporary: "b/.Tiltfile.fluxtilt-1.new" };
const removed = { path: "c/Tiltfile", before: hash("old"), backup: "c/.Tiltfile.fluxtilt-1.old" };

async function journal(
  name: string,
  entries: readonly object[],
  folders: readonly string[] = [],
): Promise<void> {
  await box.put(name, JSON.stringify({ version: 1, entries, folders }));
}

/** The files alone. */
async function files(): Promise<Record<string, string>> {
  const tree = Object.entries(await box.tree());
  return Object.fromEntries(tree.filter(([path]) => !path.endsWith("/")));
}

describe("a run that was killed after it decided", () => {
  it("is completed", async () => {
    await box.put("a/Tiltfile", "old");
    await box.put(changed.temporary, "new");
    await box.put(changed.backup, "old");
    await box.put(added.temporary, "new");
    await box.put("c/Tiltfile", "old");
    await box.put(removed.backup, "old");
    await journal(redo, [changed, added, removed]);
    expect(await recover(box.files)).toEqual([]);
    expect(await files()).toEqual({ "a/Tiltfile": "new", "b/Tiltfile": "new" });
  });

  it("leaves what a person changed since", async () => {
    await box.put("a/Tiltfile", "mine");
    await box.put(changed.temporary, "new");
    await box.put(added.temporary, "not whole");
    await box.put("c/Tiltfile", "mine");
    await journal(redo, [changed, added, removed]);
    expect(await recover(box.files)).toEqual([]);
    expect(await files()).toEqual({ "a/Tiltfile": "mine", "c/Tiltfile": "mine" });
  });

  it("takes away the folders that it emptied of its own, and no other", async () => {
    const own = { path: ".fluxtilt/lib/deep/a.sh", before: hash("old") };
    await box.put(own.path, "old");
    await box.put("c/Tiltfile", "old");
    await journal(redo, [own, removed]);
    expect(await recover(box.files)).toEqual([]);
    expect(await box.tree()).toEqual({ ".fluxtilt/": "folder", "c/": "folder" });
  });
});

describe("a run that was killed before it decided", () => {
  it("is undone", async () => {
    await box.put("a/Tiltfile", "new");
    await box.put(changed.backup, "old");
    await box.put("b/Tiltfile", "new");
    await box.put(removed.backup, "old");
    await journal(undo, [changed, added, removed], ["b"]);
    expect(await recover(box.files)).toEqual([]);
    expect(await box.tree()).toEqual({
      ".fluxtilt/": "folder",
      "a/": "folder",
      "a/Tiltfile": "old",
      "c/": "folder",
      "c/Tiltfile": "old",
    });
  });

  it("leaves a file that it had not touched, and what a person changed since", async () => {
    await box.put("a/Tiltfile", "old");
    await box.put(changed.temporary, "new");
    await box.put(changed.backup, "ol");
    await box.put("b/Tiltfile", "mine");
    await box.put("c/Tiltfile", "mine");
    await box.put(removed.backup, "old");
    await journal(undo, [changed, added, removed], ["b"]);
    expect(await recover(box.files)).toEqual([]);
    expect(await files()).toEqual({ "a/Tiltfile": "old", "b/Tiltfile": "mine", "c/Tiltfile": "mine" });
  });

  it("brings back what was taken away since", async () => {
    await box.put("a/mine", "mine");
    await box.put(changed.backup, "old");
    await journal(undo, [changed]);
    expect(await recover(box.files)).toEqual([]);
    expect(await files()).toEqual({ "a/Tiltfile": "old", "a/mine": "mine" });
  });

  it("leaves a file that somebody else made, though it says the same", async () => {
    await box.put("b/Tiltfile", "new");
    await box.put(added.temporary, "new");
    await journal(undo, [added]);
    expect(await recover(box.files)).toEqual([]);
    expect(await files()).toEqual({ "b/Tiltfile": "new" });
  });

  it("keeps its journal where an entry cannot be undone, and undoes the others", async () => {
    for (const one of [changed, { ...removed, path: "c/Tiltfile" }]) await box.put(one.backup, "old");
    await box.put("a/Tiltfile", "new");
    await journal(undo, [changed, removed]);
    const refused = new Error("refused");
    const rename: Files["rename"] = (from, to) =>
      to === "c/Tiltfile" ? Promise.reject(refused) : box.files.rename(from, to);
    await expect(recover({ ...box.files, rename })).rejects.toBe(refused);
    expect(await files()).toMatchObject({ "a/Tiltfile": "old", [removed.backup]: "old" });
    expect(await recover(box.files)).toEqual([]);
    expect(await files()).toEqual({ "a/Tiltfile": "old", "c/Tiltfile": "old" });
  });

  it("takes nothing from a backup that is not whole", async () => {
    await box.put("a/Tiltfile", "new");
    await box.put(changed.backup, "ol");
    await journal(undo, [changed]);
    expect(await recover(box.files)).toEqual([]);
    expect(await files()).toEqual({ "a/Tiltfile": "new" });
  });
});

describe.each([undo, redo])("a run that left %s", (name) => {
  it("is not ended while a folder of it leads out of the repository, and that is told", async () => {
    const outside = await createSandbox();
    await outside.put("Tiltfile", "new");
    await box.link("a", outside.root);
    await box.put("b/Tiltfile", "new");
    await box.put(added.temporary, "new");
    await journal(name, [added, changed]);
    const before = await box.tree();
    expect((await recover(box.files)).map(({ code }) => code)).toEqual(["FT506"]);
    expect(await box.tree()).toEqual(before);
    expect(await outside.tree()).toEqual({ Tiltfile: "new" });
    await outside.remove();
  });

  it("is ended around what stands where a file was", async () => {
    await box.put("a/Tiltfile/mine", "mine");
    await box.put(added.temporary, "new");
    await journal(name, [changed, added]);
    expect(await recover(box.files)).toEqual([]);
    expect(await files()).toEqual({
      "a/Tiltfile/mine": "mine",
      ...(name === redo ? { "b/Tiltfile": "new" } : {}),
    });
  });
});

describe("a journal", () => {
  const long = `${hash("old")}0`;
  it.each<[string, unknown]>([
    ["a hash that is too long", { version: 1, entries: [{ ...changed, before: long }], folders: [] }],
    ["a hash that is none", { version: 1, entries: [{ ...changed, before: "sha256-1" }], folders: [] }],
    ["a number as hash", { version: 1, entries: [{ ...changed, before: 1 }], folders: [] }],
    ["a path that leaves", { version: 1, entries: [{ ...changed, path: "../a" }], folders: [] }],
    ["a folder that leaves", { version: 1, entries: [], folders: ["../a"] }],
    ["a new file elsewhere", { version: 1, entries: [{ ...added, temporary: "a/x" }], folders: [] }],
    [
      "a backup of another file",
      { version: 1, entries: [{ ...removed, backup: added.temporary }], folders: [] },
    ],
    ["a later version", { version: 2, entries: [], folders: [] }],
    ["a key that is not known", { version: 1, entries: [], folders: [], more: 1 }],
  ])("is not believed with %s", async (_, text) => {
    await box.put(redo, JSON.stringify(text));
    expect((await recover(box.files)).map(({ code }) => code)).toEqual(["FT507"]);
    expect(Object.keys(await files())).toEqual([redo]);
  });

  it("is not believed where it is a folder", async () => {
    await box.put(`${undo}/a`, "");
    expect((await recover(box.files)).map(({ code }) => code)).toEqual(["FT507"]);
  });
});

describe("the mark of who takes a lock away", () => {
  const lock = '{"host":"here","pid":7,"started":"start of 7","token":"t"}';
  const mark = `.fluxtilt/lock.${hash(lock).slice(-16)}`;
  const take = async (): Promise<string | undefined> => {
    const run = await withLock(box.files, machine(1), { waitMs: 120 }, () =>
      Promise.resolve({ value: "done", diagnostics: [] }),
    );
    return run.value;
  };

  it("is waited for while it is young, and taken from a run that was killed", async () => {
    await box.put(".fluxtilt/lock", lock);
    await box.put(mark, lock);
    const stopped = new AbortController();
    const waiting = withLock(box.files, machine(1), { signal: stopped.signal }, () =>
      Promise.resolve({ diagnostics: [] }),
    );
    setTimeout(() => {
      stopped.abort(new Error("it waits"));
    }, 200);
    await expect(waiting).rejects.toThrow("it waits");
    const then = new Date(Date.now() - 2_000);
    await utimes(join(box.root, mark), then, then);
    expect(await take()).toBe("done");
    expect(await files()).toEqual({});
  });

  it("is not made where the disk refuses", async () => {
    const refused = new OutsideError({
      kind: noRight,
      code: "EACCES",
      path: "lock",
      attempt: "write",
      reason: "no",
      help: "look",
    });
    const create = (): Promise<boolean> => Promise.reject(refused);
    const run = withLock({ ...box.files, create }, machine(1), {}, () =>
      Promise.resolve({ diagnostics: [] }),
    );
    await expect(run).rejects.toBe(refused);
  });
});
