import { utimes } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Outcome } from "../diagnostics/diagnostic.ts";
import type { Files } from "../io/files.ts";
import { nodeHost } from "../io/host.ts";
import type { OutsideError } from "../io/outside-error.ts";
import { withLock } from "./lock.ts";
import { createSandbox, machine, type Sandbox } from "./testing/sandbox.ts";

let box: Sandbox;
beforeEach(async () => {
  box = await createSandbox();
});
afterEach(() => box.remove());

const done = (): Promise<Outcome<string>> => Promise.resolve({ value: "done", diagnostics: [] });
const lockText = (more: object = {}): string =>
  JSON.stringify({ host: "here", pid: 7, started: "start of 7", token: "t", ...more });
const age = async (minutes: number): Promise<void> => {
  const then = new Date(Date.now() - minutes * 60_000);
  await utimes(join(box.root, ".fluxtilt/lock"), then, then);
};

describe("the lock", () => {
  it("leaves nothing behind", async () => {
    expect(await withLock(box.files, machine(1), {}, done)).toEqual({ value: "done", diagnostics: [] });
    expect(await box.tree()).toEqual({});
    await expect(withLock(box.files, machine(1), {}, () => Promise.reject(new Error("no")))).rejects.toThrow(
      "no",
    );
    expect(await box.tree()).toEqual({});
  });

  it("says who holds it after a short wait", async () => {
    await box.put(".fluxtilt/lock", lockText());
    const outcome = await withLock(box.files, machine(1, [1, 7]), { waitMs: 60 }, done);
    expect(outcome.value).toBeUndefined();
    expect(outcome.diagnostics).toMatchObject([
      { code: "FT509", message: "process 7 on `here` is writing the generated files" },
    ]);
    expect(await box.tree()).toMatchObject({ ".fluxtilt/lock": lockText() });
  });

  it("says who holds it by what that run wrote", async () => {
    const outcome = await withLock(box.files, machine(7), {}, () =>
      withLock(box.files, machine(1, [1, 7]), { waitMs: 0 }, done),
    );
    expect(outcome.diagnostics).toMatchObject([
      { message: "process 7 on `here` is writing the generated files" },
    ]);
  });

  it("is waited for, three seconds where nobody says how long", async () => {
    await box.put(".fluxtilt/lock", lockText());
    const waited = async (waitMs?: number): Promise<number> => {
      let ms = 0;
      const host = {
        ...machine(1, [1, 7]),
        now: () => ms,
        sleep: (more: number) => {
          ms += more;
          return Promise.resolve();
        },
      };
      expect((await withLock(box.files, host, { waitMs }, done)).value).toBeUndefined();
      return ms;
    };
    expect(await waited()).toBeGreaterThanOrEqual(3_000);
    expect(await waited()).toBeLessThan(3_100);
    expect(await waited(60)).toBeLessThan(160);
  });

  it("is tried for again when it is gone before it was looked at", async () => {
    let tried = 0;
    const files: Files = {
      ...box.files,
      create: (path, content, options) =>
        tried++ === 0 ? Promise.resolve(false) : box.files.create(path, content, options),
    };
    expect((await withLock(files, machine(1), {}, done)).value).toBe("done");
  });

  it("may be gone at the end", async () => {
    const outcome = await withLock(box.files, machine(1), {}, async () => {
      await box.files.remove(".fluxtilt/lock");
      return done();
    });
    expect(outcome.value).toBe("done");
  });

  it("lets one run in at a time, and all in the end", async () => {
    let inside = 0;
    let most = 0;
    const runs = Array.from({ length: 8 }, () =>
      withLock(box.files, machine(1), { waitMs: 20_000 }, async () => {
        inside += 1;
        most = Math.max(most, inside);
        await new Promise((resolve) => setTimeout(resolve, 5));
        inside -= 1;
        return done();
      }),
    );
    const outcomes = await Promise.all(runs);
    expect(outcomes.map((outcome) => outcome.value)).toEqual(Array(8).fill("done"));
    expect(most).toBe(1);
    expect(await box.tree()).toEqual({});
  });

  it("is taken from a run that is gone, by one of many", async () => {
    await box.put(".fluxtilt/lock", lockText());
    let inside = 0;
    let most = 0;
    const runs = Array.from({ length: 6 }, () =>
      withLock(box.files, machine(1), { waitMs: 20_000 }, async () => {
        inside += 1;
        most = Math.max(most, inside);
        await new Promise((resolve) => setTimeout(resolve, 5));
        inside -= 1;
        return done();
      }),
    );
    expect((await Promise.all(runs)).every((outcome) => outcome.value === "done")).toBe(true);
    expect(most).toBe(1);
  });

  it("goes back to a run that took it over first", async () => {
    await box.put(".fluxtilt/lock", lockText());
    const quicker = lockText({ pid: 8 });
    const host = {
      ...machine(1, [1, 8]),
      isAlive: async ({ pid }: { readonly pid: number }) => {
        // While we ask about the first lock, another run breaks it and takes its place.
        if (pid === 7) await box.put(".fluxtilt/lock", quicker);
        return pid !== 7;
      },
    };
    const outcome = await withLock(box.files, host, { waitMs: 60 }, done);
    expect(outcome.diagnostics).toMatchObject([{ code: "FT509" }]);
    expect(await box.tree()).toEqual({ ".fluxtilt/": "folder", ".fluxtilt/lock": quicker });
  });

  it("is taken when nobody can be asked and it is old", async () => {
    await box.put(".fluxtilt/lock", lockText({ host: "elsewhere" }));
    expect((await withLock(box.files, machine(1), { waitMs: 0 }, done)).value).toBeUndefined();
    await age(11);
    expect((await withLock(box.files, machine(1), { waitMs: 0 }, done)).value).toBe("done");
  });

  it("is kept, however old, by a process that surely runs", async () => {
    await box.put(".fluxtilt/lock", lockText());
    await age(60);
    expect((await withLock(box.files, machine(1, [1, 7]), { waitMs: 0 }, done)).value).toBeUndefined();
    // Where the system does not tell when it started, another one may have its number by now.
    await box.put(".fluxtilt/lock", lockText({ started: "" }));
    await age(60);
    expect((await withLock(box.files, machine(1, [1, 7]), { waitMs: 0 }, done)).value).toBe("done");
  });

  it("without its text is taken after a second", async () => {
    await box.put(".fluxtilt/lock", '{"host": "he');
    expect((await withLock(box.files, machine(1), { waitMs: 0 }, done)).value).toBeUndefined();
    expect((await withLock(box.files, machine(1), { waitMs: 3_000 }, done)).value).toBe("done");
  });

  it("without its text is taken where its time is still to come: the clock was set back", async () => {
    await box.put(".fluxtilt/lock", '{"host": "he');
    await age(-60 * 24);
    expect((await withLock(box.files, machine(1), { waitMs: 0 }, done)).value).toBe("done");
  });

  it("is not waited for any longer where the clock is set back meanwhile", async () => {
    await box.put(".fluxtilt/lock", lockText());
    let now = Date.now();
    const host = { ...machine(1, [1, 7]), now: () => (now -= 1_000) };
    expect((await withLock(box.files, host, { waitMs: 2_500 }, done)).value).toBeUndefined();
  });

  it("notices that it was taken away", async () => {
    const work = withLock(box.files, machine(1), {}, async (lock) => {
      await box.put(".fluxtilt/lock", lockText());
      await lock.assertHeld();
      return done();
    });
    const failure: unknown = await work.catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "FT509", exitCode: 3 });
    expect((failure as OutsideError).toldIn(join(box.root, "below")).message).toBe(
      "cannot keep `../.fluxtilt/lock`: something else took the lock away",
    );
    expect(await box.tree()).toMatchObject({ ".fluxtilt/lock": lockText() });
  });

  it("is not written through a link", async () => {
    await box.link(".fluxtilt", tmpdir());
    expect((await withLock(box.files, machine(1), {}, done)).diagnostics).toMatchObject([{ code: "FT506" }]);
  });

  it("knows the processes of this machine", async () => {
    const host = nodeHost();
    const self = await host.self();
    expect(self).toMatchObject({ host: hostname(), pid: process.pid });
    expect(await host.isAlive(self)).toBe(true);
    expect(await host.isAlive({ ...self, pid: 2 ** 22 + 1 })).toBe(false);
    expect(await host.isAlive({ ...self, host: "elsewhere" })).toBeUndefined();
    if (process.platform === "linux") expect(await host.isAlive({ ...self, started: "before" })).toBe(false);
  });
});
