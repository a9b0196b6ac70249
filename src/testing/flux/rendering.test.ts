import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { kustomize } from "../../cli/render/kustomize.ts";
import { createProject } from "../../cli/testing/command-line.ts";
import { nodeFiles } from "../../io/node-files.ts";
import { run } from "../../io/process.ts";
import { finish } from "../../reality/flux/rendering/finish.ts";
import { manifestsOf } from "../../reality/flux/rendering/manifest.ts";
import { plan } from "../../reality/flux/rendering/plan.ts";
import { RenderError } from "../../reality/flux/rendering/render-error.ts";
import { createTree } from "../../reality/flux/tree.ts";
import { substitutionOf } from "../../reality/flux/variables.ts";
import type { FluxKustomization } from "../../reality/model.ts";
import { resolveRepository } from "../../reality/resolve.ts";
import { onPath } from "../tilt/available.ts";
import type { RepositoryFiles } from "./archive.ts";
import { readCases } from "./cases.ts";
import { repository } from "./generator.ts";
import { createOracle } from "./oracle.ts";

/** An object's texts that say whose it is; the rest must be as kubectl builds it. */
const owned = ({ namespace, name }: FluxKustomization): Readonly<Record<string, string>> => ({
  "kustomize.toolkit.fluxcd.io/name": name,
  "kustomize.toolkit.fluxcd.io/namespace": namespace,
});

interface Metadata {
  readonly metadata: { readonly labels?: Readonly<Record<string, string>> };
}

/** Renders every Kustomization without substitutions, and holds it against kubectl; answers how many were. */
async function compare(files: RepositoryFiles): Promise<number> {
  const project = await createProject(files);
  const oracle = await createOracle(files);
  let compared = 0;
  try {
    const view = nodeFiles(project.root);
    const { kustomizations } = await resolveRepository(view, { path: "cluster" });
    for (const one of kustomizations) {
      const { spec, folder, state, namespace, name } = one;
      if (state !== "built" || folder === undefined) continue;
      if (spec["postBuild"] !== undefined || spec["commonMetadata"] !== undefined) continue;
      try {
        const { pick, ...built } = await plan(createTree(view), folder, spec, { folder, files: [] });
        const printed = manifestsOf(await kustomize(run, project.root, built, new AbortController().signal));
        const substitution = substitutionOf(spec, namespace, new Map());
        const how = { name: { namespace, name }, spec, substitution, withoutEncrypted: false };
        const { manifests } = finish(pick(printed), how);
        const text = manifests.map((manifest) => `---\n${manifest.text}`).join("");
        const mine = parseAllDocuments(text, { schema: "core" }).map(
          (document) => document.toJS() as unknown,
        );
        const truth = (await oracle.build(one)) as unknown as Metadata[];
        const wanted = truth.map((object) => ({
          ...object,
          metadata: { ...object.metadata, labels: { ...object.metadata.labels, ...owned(one) } },
        }));
        expect(mine, `${namespace}/${name}`).toHaveLength(wanted.length);
        for (const object of wanted) expect(mine, `${namespace}/${name}`).toContainEqual(object);
        compared++;
      } catch (error) {
        // What Flux would refuse, such as an object without a namespace, is not rendered.
        if (!(error instanceof RenderError)) throw error;
      }
    }
  } finally {
    await oracle.dispose();
    await project.end();
  }
  return compared;
}

describe.skipIf(onPath("kubectl") === undefined)("what is rendered, held against kubectl kustomize", () => {
  // Flux leaves files out here that kubectl sees.
  const cases = readCases().filter(({ name }) => name !== "paths");

  it("is the same in every case", { timeout: 120_000 }, async () => {
    let compared = 0;
    for (const { files } of cases) compared += await compare(files);
    expect(compared).toBeGreaterThan(20);
  });

  it("is the same for random repositories", { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(repository, async (files) => {
        expect(await compare(files)).toBeGreaterThan(0);
      }),
      { numRuns: Number(process.env["FLUXTILT_FLUX_RUNS"] ?? 8), endOnFailure: false },
    );
  });
});
