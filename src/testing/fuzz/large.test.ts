import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createProject, inventory, type Project } from "../../cli/testing/command-line.ts";

// No time is measured here: over 8 MB, a step that grows with the square takes longer than the test may.
const timeout = 60_000;
const many = 20_000;
const long = 8_000_000;

let project: Project;
beforeEach(async () => {
  project = await createProject({});
});
afterEach(() => project.end());

function lines(line: (index: number) => string): string {
  return Array.from({ length: many }, (_, index) => `${line(index)}\n`).join("");
}

/** How often each code is told, and the text that tells it. */
async function told(content: string, expected = 2): Promise<{ codes: Record<string, number>; text: string }> {
  await project.put("cluster.config.yaml", content);
  const { code, stderr: text } = await project.run(["validate"]);
  expect(code).toBe(expected);
  const codes: Record<string, number> = {};
  for (const [, found = ""] of text.matchAll(/^\w+\[(FT\d{3})\]/gm)) codes[found] = (codes[found] ?? 0) + 1;
  return { codes, text };
}

describe("many of one thing", { timeout }, () => {
  it("keys that are not known are told one by one, the first hundred with a guess", async () => {
    const { codes, text } = await told(`${inventory}${lines((index) => `taskz${index}: 1`)}`);
    expect(codes).toEqual({ FT101: many });
    expect(text).toContain("unknown key `taskz19999`");
    expect(text).toContain(`${many} errors`);
  });

  it("a key that is given again and again is told each time", async () => {
    const { codes } = await told(`${inventory}${lines(() => "images: {}")}`);
    expect(codes).toEqual({ FT008: many - 1 });
  });

  it("files that are not there are told one by one", async () => {
    const watched = Array.from({ length: many }, (_, index) => `a${index}`).join(", ");
    const task = `tasks: { a: { do: { argv: [ls] }, watch: [${watched}] } }\n`;
    const { codes } = await told(inventory.replace(/^tasks:\n.*\n/m, task), 1);
    expect(codes["FT401"]).toBe(many);
  });

  it("a list where a mapping is wanted is one problem", async () => {
    const { codes } = await told(inventory.replace(/^tasks:\n.*\n/m, `tasks:\n${lines((i) => `  - a${i}`)}`));
    expect(codes).toEqual({ FT103: 1 });
  });
});

describe("one text of 8 MB", { timeout }, () => {
  const x = "x".repeat(long);
  it.each([
    ["a plain command", `tasks: { a: { do: { shell: "${x}" } } }`],
    [
      "a shell text of many commands",
      `tasks:\n  a:\n    do:\n      shell: |\n        ${"echo a; ".repeat(long / 8)}`,
    ],
    [
      "a shell text of many lines",
      `tasks:\n  a:\n    do:\n      shell: |\n${"        echo a\n".repeat(long / 7)}`,
    ],
    ["a word of a command", `tasks: { a: { do: { argv: [a, "${x}"] } } }`],
    ["a key", `? "${x}"\n: 1`],
  ])("%s is refused, and nothing follows from it", async (_, entry) => {
    const { codes, text } = await told(`${inventory.replace(/^tasks:\n.*\n/m, "")}${entry}\n`);
    expect(codes).toEqual({ FT016: 1 });
    expect(text.length).toBeLessThan(1_000);
  });

  it("an error at the end of such a line is shown with what stands around it", async () => {
    const { codes, text } = await told(`${inventory}images: { a: "${x}" } }\n`);
    expect(codes).toEqual({ FT004: 1, FT016: 1 });
    expect(text).toMatch(/^\d+ \| ….*\}$/m);
    expect(text.length).toBeLessThan(1_000);
  });

  it.each([
    ["letters", x],
    ["the beginnings of addresses", "a://a:a".repeat(long / 7)],
    ["the beginning of a key", `tskey-a-${"A".repeat(long)}_`],
  ])("a comment of %s holds no credential", async (_, text) => {
    await project.put("cluster.config.yaml", `# ${text}\n${inventory}`);
    expect(await project.run(["validate"])).toMatchObject({ code: 0, stdout: "" });
  });
});
