import { expect, it } from "vitest";
import { loadProject } from "../../cli/project.ts";
import { memoryFiles } from "../../testing/memory-files.ts";
import { tiltfileTarget } from "./target.ts";

/** The Tiltfiles and support files of an inventory with fragments, by path. */
async function textsOf(...fragments: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const root = `version: 1
cluster: { name: lab, contexts: [admin@lab] }
tilt: { banner: false }
${fragments.length === 0 ? "" : 'fragments: ["apps/*/tilt.yaml"]'}
groups: { base: { namespace: base, tiltfile: base/Tiltfile, workloads: { dns: deployment/dns } } }
`;
  const fragment = (name: string): string =>
    `groups: { ${name}: { namespace: ${name}, workloads: { ${name}: deployment/${name} } } }\n`;
  const files = fragments.map((name) => [`apps/${name}/tilt.yaml`, fragment(name)] as const);
  const { dashboard, diagnostics } = await loadProject(
    memoryFiles({ "cluster.config.yaml": root, ...Object.fromEntries(files) }),
    "cluster.config.yaml",
  );
  expect(diagnostics.filter((one) => one.severity === "error")).toEqual([]);
  if (dashboard === undefined) throw new Error("no dashboard");
  return new Map(tiltfileTarget(dashboard).map(({ path, text }) => [path, text]));
}

it("writes no list for an inventory of one file", async () => {
  const texts = await textsOf();
  expect([...texts.keys()]).not.toContain(".fluxtilt/lib/inventory.star");
  expect(texts.get("base/Tiltfile")).toContain('deps = ["../cluster.config.yaml"]');
});

it("changes the root and the list for a new fragment, and no other file", async () => {
  const [before, after] = [await textsOf("shop"), await textsOf("shop", "wiki")];
  const changed = [...after.keys()].filter((path) => before.get(path) !== after.get(path));
  expect(changed.sort()).toEqual([".fluxtilt/lib/inventory.star", "Tiltfile", "apps/wiki/Tiltfile"]);
});
