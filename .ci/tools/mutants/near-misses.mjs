// What `repo-rules.test.ts` asks of each rule about the repository, with all but the rules done once for each
// inventory: only they are changed.
import { it, expect } from "vitest";
import { loadProject } from "../../../src/cli/project.ts";
import { readRepository } from "../../../src/cli/repository.ts";
import { nodeFiles } from "../../../src/io/node-files.ts";
import { checkRules } from "../../../src/rules/index.ts";
import { copiedSets, copyOfLab, head } from "../../../src/testing/flux-lab.ts";
import { repoNearMisses } from "../../../src/testing/repo-near-misses.ts";

const worlds = new Map();

/** The inventory as the rules see it. */
function worldOf(inventory) {
  const world = worlds.get(inventory) ?? readWorld(inventory);
  worlds.set(inventory, world);
  return world;
}

async function readWorld(inventory) {
  const project = await copyOfLab();
  try {
    for (const [path, text] of copiedSets) await project.put(path, text);
    await project.put("cluster.config.yaml", inventory);
    const files = nodeFiles(project.root);
    let world;
    await loadProject(files, "cluster.config.yaml", undefined, undefined, async (dashboard) => {
      const repository = await readRepository(files, dashboard);
      world = { dashboard, isPartial: false, ...repository };
      return { repository };
    });
    return world;
  } finally {
    await project.end();
  }
}

async function codesOf(inventory) {
  const world = await worldOf(head + inventory);
  // Rules remember by dashboard what they worked out.
  const told = checkRules({ ...world, dashboard: { ...world.dashboard } });
  return told.map(({ code, severity }) => (severity === "error" ? code : `${code} ${severity}`));
}

it.each(repoNearMisses)("%s is told of %s, and not of %s", async (told, wrong, right) => {
  expect(await codesOf(wrong)).toEqual([told]);
  expect(await codesOf(right)).toEqual([]);
});
