import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { OutsideError } from "../io/outside-error.ts";
import { faultyFiles, Killed, type Fault } from "./testing/faulty-files.ts";
import { createSandbox, generated, machine, sharedFile, type Sandbox } from "./testing/sandbox.ts";
import { inspect } from "./compare.ts";
import { diagnose } from "./diagnose.ts";
import { writeArtifacts } from "./write.ts";

const sameScript = generated(".fluxtilt/bin/same.sh", "same script", { executable: true });
const before = [
  sameScript,
  generated(".env.example", "A=1"),
  generated("infra/Tiltfile", "old included"),
  generated(".fluxtilt/lib/old.sh", "old script", { executable: true }),
  generated("same/Tiltfile", "same"),
  generated("Tiltfile", "old root", { rank: 9 }),
  sharedFile(".mcp.json", { grafana: { url: "http://old" }, flux: { url: "http://f" } }),
];
const after = [
  sameScript,
  generated(".env.example", "A=2"),
  generated("infra/Tiltfile", "new included"),
  generated(".fluxtilt/bin/run.sh", "new script", { executable: true }),
  generated("apps/deep/Tiltfile", "added"),
  generated("same/Tiltfile", "same"),
  generated("Tiltfile", "new root", { rank: 9 }),
  sharedFile(".mcp.json", { grafana: { url: "http://new" }, argocd: { url: "http://a" } }),
];

const template = new Map<typeof before, Promise<Sandbox>>();
const boxes = new Set<Sandbox>();
afterAll(async () => {
  for (const box of [...boxes, ...(await Promise.all(template.values()))]) await box.remove();
  template.clear();
  boxes.clear();
});

async function make(artifacts: typeof before): Promise<Sandbox> {
  const box = await createSandbox();
  await box.put("people.md", "mine");
  await box.put(".mcp.json", '{\n  // mine\n  "mcpServers": { "beads": {} }\n}\n');
  await writeArtifacts(artifacts, box.files, { host: machine(1) });
  return box;
}

function templateOf(artifacts: typeof before): Promise<Sandbox> {
  const made = template.get(artifacts) ?? make(artifacts);
  template.set(artifacts, made);
  return made;
}

/** A folder as it is before the run that meets a fault; removed by whoever has seen that all is well. */
async function prepare(): Promise<Sandbox> {
  const box = await createSandbox(await templateOf(before));
  // Only the mode is wrong: old and new content are the same.
  await box.put(sameScript.path, sameScript.text);
  await chmod(join(box.root, sameScript.path), 0o644);
  boxes.add(box);
  return box;
}

async function treeAfter(artifacts: typeof before): Promise<Record<string, string>> {
  return (await templateOf(artifacts)).tree();
}

/** The tree without what a run may leave for the next one to tidy. */
function settled(tree: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tree).filter(
      ([path]) => !path.endsWith("/") && !/^\.fluxtilt\/(lock|journal)|\.fluxtilt-/.test(path),
    ),
  );
}

async function operations(counted: "changes" | "looks" = "changes"): Promise<number> {
  const box = await prepare();
  const counting = faultyFiles(box.files, Infinity, "fails", counted);
  await writeArtifacts(after, counting.files, { host: machine(2) });
  await box.remove();
  return counting.count();
}

describe.concurrent("a run that meets a fault at any operation", () => {
  const faults: readonly Fault[] = ["killedAfter", "killedHalfway", "fails", "readOnly", "full"];
  const codes: Partial<Record<Fault, string>> = { fails: "FT921", readOnly: "FT921", full: "FT922" };

  it.each(faults)("leaves files whole, and the next run ends it: %s", { timeout: 120_000 }, async (fault) => {
    const total = await operations();
    expect(total).toBeGreaterThan(40);
    const [old, wanted] = [await treeAfter(before), await treeAfter(after)];
    const outcomes = new Set<string>();

    for (let at = 0; at < total; at += 1) {
      const box = await prepare();
      const { files } = faultyFiles(box.files, at, fault);
      const error: unknown = await writeArtifacts(after, files, { host: machine(2) }).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      const where = `${fault} at operation ${at}`;
      if (fault.startsWith("killed")) expect(error, where).toBeInstanceOf(Killed);
      else if (error !== undefined)
        expect(error, where).toMatchObject({ name: "OutsideError", kind: { code: codes[fault] } });

      const left = await box.tree();
      for (const [path, text] of Object.entries(settled(left))) {
        expect([old[path], wanted[path]], `${where}: ${path}`).toContain(text);
      }
      if (!fault.startsWith("killed")) {
        const whole = [settled(old), settled(wanted)].find(
          (tree) => JSON.stringify(tree) === JSON.stringify(settled(left)),
        );
        // A disk that turns read-only between two renames lets nobody go back: the next run does.
        if (fault !== "readOnly") expect(whole, `${where}: a mixture`).toBeDefined();
        outcomes.add(whole === undefined ? "mixed" : whole["Tiltfile"] === old["Tiltfile"] ? "old" : "new");
      }

      const next = await writeArtifacts(after, box.files, { host: machine(3), waitMs: 2_000 });
      expect(next.diagnostics, where).toEqual([]);
      expect(await box.tree(), where).toEqual(wanted);
      expect(diagnose(await inspect(after, box.files)), where).toEqual([]);
      for (const path of [".fluxtilt/bin/run.sh", sameScript.path]) {
        expect((await box.files.stat(path))?.mode, where).toBe(0o755);
      }
      await box.remove();
    }
    if (fault === "full") expect([...outcomes].sort()).toEqual(["new", "old"]);
  });

  it("changes nothing when it cannot look", { timeout: 120_000 }, async () => {
    const total = await operations("looks");
    for (let at = 0; at < total; at += 5) {
      const box = await prepare();
      const { files } = faultyFiles(box.files, at, "fails", "looks");
      const run = writeArtifacts(after, files, { host: machine(2) });
      await expect(run, `look ${at}`).rejects.toBeInstanceOf(OutsideError);
      const left = settled(await box.tree());
      const ends = [settled(await treeAfter(before)), settled(await treeAfter(after))];
      expect(ends, `look ${at}`).toContainEqual(left);
      await writeArtifacts(after, box.files, { host: machine(3), waitMs: 2_000 });
      expect(await box.tree(), `look ${at}`).toEqual(await treeAfter(after));
      await box.remove();
    }
  });

  it("is ended by a next run that wants the old files back", { timeout: 120_000 }, async () => {
    const total = await operations();
    const old = await treeAfter(before);
    for (let at = 0; at < total; at += 1) {
      const box = await prepare();
      await writeArtifacts(
        after,
        faultyFiles(box.files, at, at % 2 === 0 ? "killedAfter" : "killedHalfway").files,
        {
          host: machine(2),
        },
      ).catch(() => undefined);
      const next = await writeArtifacts(before, box.files, { host: machine(3), waitMs: 2_000 });
      expect(next.diagnostics).toEqual([]);
      const { "apps/": apps, "apps/deep/": deep, ...left } = await box.tree();
      expect(left, `operation ${at}`).toEqual(old);
      // Of a run that was completed, the folders outside of ours stay.
      expect([apps, deep].filter((kind) => kind !== undefined).length % 2).toBe(0);
      await box.remove();
    }
  });

  it("survives that the run that tidies up is killed too", { timeout: 120_000 }, async () => {
    const total = await operations();
    const wanted = await treeAfter(after);
    for (let first = total - 40; first < total; first += 4) {
      for (let second = 1; second < 40; second += 5) {
        const box = await prepare();
        await writeArtifacts(after, faultyFiles(box.files, first, "killedAfter").files, {
          host: machine(2),
        }).catch(() => undefined);
        await writeArtifacts(after, faultyFiles(box.files, second, "killedHalfway").files, {
          host: machine(3),
        }).catch(() => undefined);
        const next = await writeArtifacts(after, box.files, { host: machine(4), waitMs: 2_000 });
        expect(next.diagnostics).toEqual([]);
        expect(await box.tree(), `operations ${first}, ${second}`).toEqual(wanted);
        await box.remove();
      }
    }
  });
});
