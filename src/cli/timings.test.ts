import { afterAll, beforeAll, expect, it } from "vitest";
import { createProject, type Project } from "./testing/command-line.ts";

let project: Project;
beforeAll(async () => {
  project = await createProject();
});
afterAll(() => project.end());

it("tells each stage and each rule on stderr, and leaves stdout to the report", async () => {
  const { code, stdout, stderr } = await project.run(["--format", "json", "validate", "--timings"]);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ diagnostics: [] });
  const stages = [...stderr.matchAll(/^([a-z ]+?) +\d+\.\d$/gm)].map(([, stage]) => stage);
  expect(stages).toEqual(["start", "source", "inventory", "dashboard", "named files", "reality", "rules"]);
  expect(stderr).toMatch(/^(FT\d{3}|others) +\d+\.\d +\S/m);
});

it("counts what check does more, and says nothing unless asked", async () => {
  const { stderr } = await project.run(["check", "--timings"]);
  expect(stderr).toMatch(/^targets +\d+\.\d$/m);
  expect(stderr).toMatch(/^artifacts +\d+\.\d$/m);
  expect((await project.run(["check"])).stderr).not.toContain("STAGE");
});
