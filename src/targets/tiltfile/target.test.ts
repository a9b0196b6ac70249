import { expect, it } from "vitest";
import { compile } from "../../testing/golden/compile.ts";
import { memoryFiles } from "../../testing/memory-files.ts";

it("has the root's Tiltfile written after all that it includes, since Tilt reloads at each write", async () => {
  const group = { namespace: "web", workloads: { a: "deployment/a" } };
  const { artifacts } = await compile(
    memoryFiles({
      "cluster.config.yaml": JSON.stringify({
        version: 1,
        cluster: { name: "lab", contexts: ["admin@lab"] },
        fragments: ["apps/tilt.yaml"],
        groups: { own: { ...group, tiltfile: "own.Tiltfile", workloads: { b: "deployment/b" } } },
      }),
      "apps/tilt.yaml": JSON.stringify({ version: 1, groups: { web: group } }),
    }),
  );
  const ranks = new Map(artifacts.map(({ path, rank }) => [path, rank]));
  const root = ranks.get("Tiltfile");
  expect([...ranks.keys()]).toEqual(expect.arrayContaining(["apps/Tiltfile", "own.Tiltfile"]));
  for (const [path, rank] of ranks) if (path !== "Tiltfile") expect(rank, path).toBeLessThan(root ?? 0);
});
