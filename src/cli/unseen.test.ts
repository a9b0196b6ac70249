import { afterEach, beforeEach, expect, it } from "vitest";
import { createProject, inventory, type Project } from "./testing/command-line.ts";

let project: Project;
beforeEach(async () => {
  project = await createProject({});
});
afterEach(() => project.end());

it("shows what somebody wrote in a repository, and lets no terminal obey it", async () => {
  await project.put(
    "cluster.config.yaml",
    inventory.replace("contexts: [admin@homelab]", "contexts: [admin@homelab], flux: { path: clusters/lab }"),
  );
  await project.put("clusters/lab/kustomization.yaml", 'resources: ["a\\e[31mb\\u2028c\\u202ed"]\n');
  const { stderr, stdout } = await project.run(["validate", "--repo", ".", "--verbose"]);
  expect(stderr).toContain("`clusters/lab/a\\u{1b}[31mb\\u{2028}c\\u{202e}d` is neither");
  for (const sign of ["\u{1b}", "\u{2028}", "\u{202e}"]) expect(stderr + stdout).not.toContain(sign);
});
