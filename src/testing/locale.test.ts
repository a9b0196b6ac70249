import { cp, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { createProject, runBundle, type Project } from "../cli/testing/command-line.ts";

const fixture = join(import.meta.dirname, "../../fixtures/projects/real");
const made: Project[] = [];
afterAll(() => Promise.all(made.map((one) => one.end())));

/** All files after a run, and what was said, in a folder with a name of its own. */
async function generated(folder: string, env: Readonly<Record<string, string>>): Promise<unknown> {
  const project = await createProject();
  made.push(project);
  const root = join(project.root, folder);
  await cp(fixture, root, { recursive: true });
  await rm(join(root, "expected"), { recursive: true });
  const ran = await runBundle(root, ["generate"], env);
  const found: Record<string, string> = {};
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) found[path.slice(root.length)] = (await readFile(path)).toString("base64");
  }
  return { ...ran, found };
}

const plain = generated("plain", { LC_ALL: "C", TZ: "UTC" });

it.each([
  ["Turkish, where `i` has another capital", "plain", { LC_ALL: "tr_TR.UTF-8", LANG: "tr_TR.UTF-8" }],
  ["a zone that is a day ahead", "plain", { LC_ALL: "C", TZ: "Pacific/Kiritimati" }],
  [
    "Arabic digits and another calendar",
    "plain",
    { LC_ALL: "ar_SA.UTF-8", LANG: "ar_SA.UTF-8", TZ: "Asia/Riyadh" },
  ],
  ["a folder with spaces and signs beyond ASCII", "ü 🚀 $(x) `y`", { LC_ALL: "C", TZ: "UTC" }],
])("generates the same bytes in %s", async (_, folder, env) => {
  const other = await generated(folder, env);
  expect(other).toMatchObject({ code: 0 });
  expect(other).toEqual(await plain);
});
