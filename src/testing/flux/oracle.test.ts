import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Reality } from "../../reality/model.ts";
import { resolveRepository } from "../../reality/resolve.ts";
import type { Mapping } from "../../reality/value.ts";
import { memoryView } from "./archive.ts";
import type { RepositoryFiles } from "./archive.ts";
import { readCases } from "./cases.ts";
import { factsOf } from "./facts.ts";
import { repository } from "./generator.ts";
import { createOracle } from "./oracle.ts";

function hasKubectl(): boolean {
  try {
    execFileSync("kubectl", ["version", "--client"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** Objects that kubectl has with their variables still in them: what Flux does after the build is not its matter. */
const substituted = (reality: Reality, name: string): boolean =>
  reality.kustomizations.some((one) => one.name === name && one.spec["postBuild"] !== undefined);

/** Holds every Kustomization that can be built against kubectl, by owner: identity, ports, all of the object. */
async function compare(files: RepositoryFiles): Promise<number> {
  const reality = await resolveRepository(memoryView(files));
  const incomplete = new Set(
    reality.unresolved
      .filter(({ kind }) => kind === "broken" || kind === "remote-base" || kind === "unsupported")
      .map(({ owner }) => `${owner?.namespace ?? ""}/${owner?.name ?? ""}`),
  );
  const oracle = await createOracle(files);
  let compared = 0;
  try {
    for (const kustomization of reality.kustomizations) {
      const { namespace, name, state } = kustomization;
      if (state !== "built" || incomplete.has(`${namespace}/${name}`) || substituted(reality, name)) continue;
      const truth = (await oracle.build(kustomization)) as Mapping[];
      const mine = reality.objects
        .filter(({ owner }) => owner?.namespace === namespace && owner.name === name)
        .map(({ content }) => content ?? {});
      expect(mine.map(factsOf).sort(), `${namespace}/${name}`).toEqual(truth.map(factsOf).sort());
      for (const object of truth) {
        const twin = mine.find((one) => factsOf(one) === factsOf(object));
        expect(twin, factsOf(object)).toEqual(object);
      }
      compared += truth.length;
    }
  } finally {
    await oracle.dispose();
  }
  return compared;
}

describe.skipIf(!hasKubectl())("held against kubectl kustomize", () => {
  // Flux leaves files out here that kubectl sees.
  const cases = readCases().filter(({ name }) => name !== "paths");

  it.each(cases)("$name is built alike", async ({ name, files }) => {
    const compared = await compare(files);
    expect(compared > 0).toBe(name !== "nothing" && name !== "self-patching");
  });

  it("everything together is built alike", async () => {
    const files: Record<string, string> = {};
    for (const { name, files: some } of cases) {
      if (name === "self-patching" || name === "patched-children" || name === "nothing") continue;
      for (const [path, text] of Object.entries(some)) {
        const cluster = path.startsWith("cluster/flux-system/")
          ? path
          : path.replace(/^cluster\//, `cluster/${name}/`);
        const place = cluster === path && !path.startsWith("cluster/") ? `${name}/${path}` : cluster;
        const moved = text.replace(/"path": "\.\//g, `"path": "./${name}/`);
        const renamed = path.startsWith("cluster/flux-system/")
          ? text
          : moved.replace(/(kind: Kustomization\nmetadata: \{name: )/g, `$1${name}-`);
        files[place] = path.startsWith("cluster/") ? renamed : text;
      }
    }
    expect(await compare(files)).toBeGreaterThan(60);
  });

  it("random repositories are built alike", { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(repository, async (files) => {
        expect(await compare(files)).toBeGreaterThan(0);
      }),
      { numRuns: Number(process.env["FLUXTILT_FLUX_RUNS"] ?? 15), endOnFailure: false },
    );
  });
});
