import { cp, mkdtemp, rename, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Outcome } from "../diagnostics/diagnostic.ts";
import type { Files } from "../io/files.ts";
import { nodeFiles } from "../io/node-files.ts";
import { OutsideError } from "../io/outside-error.ts";
import { treeOf, type Tree } from "./testing/tree.ts";
import { generated, machine } from "./testing/sandbox.ts";
import { writeArtifacts, type Written } from "./write.ts";

const before = [
  generated(".env.example", "A=1"),
  generated("infra/Tiltfile", "old included"),
  generated("infra/gone/Tiltfile", "old, and removed"),
  generated("Tiltfile", "old root", { rank: 9 }),
];
const after = [
  generated(".env.example", "A=2"),
  generated("infra/Tiltfile", "new included"),
  generated("infra/deep/Tiltfile", "added"),
  generated("Tiltfile", "new root", { rank: 9 }),
];

const boxes: string[] = [];
afterAll(async () => {
  for (const box of boxes) await rm(box, { recursive: true, force: true });
});

/** A folder with the repository and the rest of the machine in it. */
async function makeBox(from?: string): Promise<string> {
  const box = await mkdtemp(join(tmpdir(), "fluxtilt-swapped-"));
  boxes.push(box);
  if (from !== undefined) {
    await cp(from, box, { recursive: true });
    return box;
  }
  const repository = nodeFiles(box);
  await repository.makeFolder("repository");
  await writeArtifacts(before, nodeFiles(join(box, "repository")), { host: machine(1) });
  // Whoever lays a link may choose where it leads: to the same text under the same name, too.
  await cp(join(box, "repository"), join(box, "elsewhere"), { recursive: true });
  return box;
}

/** Files that do something else before the operation number `at`, whether it looks or changes. */
function disturbed(files: Files, at: number, disturb: () => Promise<void>): Files & { count: () => number } {
  let operations = 0;
  return new Proxy(files as Files & { count: () => number }, {
    get: (target, name, receiver) => {
      if (name === "count") return () => operations;
      const work: unknown = Reflect.get(target, name, receiver);
      if (typeof work !== "function" || name === "rooted") return work;
      return async (...given: readonly unknown[]) => {
        if (operations++ === at) await disturb();
        return (await Reflect.apply(work, target, given)) as unknown;
      };
    },
  });
}

type Ended = Outcome<Written> | OutsideError;

/** A run of process `pid`, the only one that is alive. */
function run(files: Files, pid = 2): Promise<Ended> {
  return writeArtifacts(after, files, { host: machine(pid), waitMs: 0 }).catch((error: unknown) => {
    if (error instanceof OutsideError) return error;
    throw error;
  });
}

function codesOf(ended: Ended): readonly string[] {
  return ended instanceof OutsideError ? [ended.kind.code] : ended.diagnostics.map(({ code }) => code);
}

/** The tree without what a run may leave for the next one to tidy. */
function settled(tree: Tree): Tree {
  return Object.fromEntries(
    Object.entries(tree).filter(
      ([path]) => !path.endsWith("/") && !/^\.fluxtilt\/(lock|journal)|\.fluxtilt-/.test(path),
    ),
  );
}

describe.concurrent.each([
  ["infra", "a link to another folder", "elsewhere/infra"],
  ["infra", "a link to where it was moved", "moved"],
  ["infra", "a link to nothing", "nowhere"],
  [".fluxtilt", "a link to another folder", "elsewhere/.fluxtilt"],
  [".fluxtilt", "a link to where it was moved", "moved"],
])("`%s` is swapped for %s during a run", (folder, _, target) => {
  it(
    "writes nothing outside of the repository, loses nothing, and the next run ends it",
    { timeout: 240_000 },
    async () => {
      const template = await makeBox();
      const old = await treeOf(join(template, "repository"));
      const whole = await makeBox(template);
      const counting = disturbed(nodeFiles(join(whole, "repository")), Infinity, () => Promise.resolve());
      expect(codesOf(await run(counting))).toEqual([]);
      const wanted = await treeOf(join(whole, "repository"));
      expect(counting.count()).toBeGreaterThan(150);
      const elsewhere = await treeOf(join(template, "elsewhere"));

      const told = new Set<string>();
      for (let at = 0; at < counting.count(); at += 1) {
        const where = `${folder} at operation ${at}`;
        const box = await makeBox(template);
        const repository = join(box, "repository");
        const place = join(repository, folder);
        let movedBefore: Tree = {};
        const files = disturbed(nodeFiles(repository), at, async () => {
          await rename(place, join(box, "moved"));
          movedBefore = await treeOf(join(box, "moved"));
          await symlink(join(box, target), place);
        });
        const ended = await run(files);
        for (const code of codesOf(ended)) told.add(code);
        expect(await treeOf(join(box, "elsewhere")), where).toEqual(elsewhere);
        expect(await treeOf(join(box, "moved")), where).toEqual(movedBefore);
        expect(await nodeFiles(box).kind("nowhere"), where).toBeUndefined();

        // While the link is there, nothing is done behind it either.
        const again = await run(nodeFiles(repository), 3);
        expect(codesOf(again), where).toContain("FT506");
        expect(await treeOf(join(box, "elsewhere")), where).toEqual(elsewhere);
        expect(await treeOf(join(box, "moved")), where).toEqual(movedBefore);

        await rm(place);
        await rename(join(box, "moved"), place);
        const left = settled(await treeOf(repository));
        for (const [path, text] of Object.entries(left))
          expect([old[path], wanted[path]], `${where}: ${path}`).toContain(text);
        for (const path of Object.keys(settled(old)).filter((one) => one in settled(wanted)))
          expect(Object.keys(left), where).toContain(path);

        expect(codesOf(await run(nodeFiles(repository), 4)), where).toEqual([]);
        expect(await treeOf(repository), where).toEqual(wanted);
        await rm(box, { recursive: true });
      }
      // Refused before anything is planned, or ended where it was planned for what was there before.
      expect([...told]).toEqual(expect.arrayContaining(["FT506"]));
      for (const code of told) expect(["FT505", "FT506", "FT509", "FT511", "FT923"]).toContain(code);
    },
  );
});
