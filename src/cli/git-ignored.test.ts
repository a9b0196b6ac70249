import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { nodeFiles } from "../io/node-files.ts";
import type { Run } from "../io/process.ts";
import { gitIgnored } from "./git-ignored.ts";
import { tell } from "../testing/golden/compile.ts";
import { loadProject } from "./project.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fluxtilt-ignored-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function git(...args: string[]): void {
  execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...args], { cwd: folder, stdio: "pipe" });
}

describe("with git", () => {
  it("knows no answer outside of a repository", async () => {
    expect(await gitIgnored(nodeFiles(folder))(".env")).toBeUndefined();
  });

  it("answers what git answers, also from a .gitignore in a folder", async () => {
    git("init", "-q");
    const ignored = gitIgnored(nodeFiles(folder));
    expect(await ignored(".env")).toBe(false);
    writeFileSync(join(folder, ".gitignore"), "*.env\n");
    expect(await ignored(".env")).toBe(true);
    mkdirSync(join(folder, "config"));
    writeFileSync(join(folder, "config/.gitignore"), "!.env\n");
    expect(await ignored("config/.env")).toBe(false);
  });

  it("tells a file that is committed all the same", async () => {
    git("init", "-q");
    writeFileSync(join(folder, ".env"), "A=1\n");
    git("add", ".env");
    writeFileSync(join(folder, ".gitignore"), ".env\n");
    expect(await gitIgnored(nodeFiles(folder))(".env")).toBe(false);
  });
});

describe("a repository that somebody else has written", () => {
  /** A monitor of files that leaves a mark where it is started. */
  const monitor = (): string => `[core]\n\tfsmonitor = "touch ${join(folder, "started")}; false"\n`;

  it("has no program of its settings started", async () => {
    git("init", "-q");
    writeFileSync(join(folder, "a"), "");
    git("add", "a");
    writeFileSync(join(folder, ".gitignore"), ".env\n");
    appendFileSync(join(folder, ".git/config"), monitor());
    expect(await gitIgnored(nodeFiles(folder))(".env")).toBe(true);
    expect(existsSync(join(folder, "started"))).toBe(false);
  });

  it("is not looked for in a folder that is laid out as one", async () => {
    git("init", "-q");
    writeFileSync(join(folder, "a"), "");
    git("add", "a");
    const inner = join(folder, "inner");
    mkdirSync(join(inner, "objects"), { recursive: true });
    mkdirSync(join(inner, "refs"));
    writeFileSync(join(inner, "HEAD"), "ref: refs/heads/main\n");
    writeFileSync(
      join(inner, "config"),
      `${monitor()}\trepositoryformatversion = 0\n\tbare = false\n\tworktree = ..\n`,
    );
    copyFileSync(join(folder, ".git/index"), join(inner, "index"));
    expect(await gitIgnored(nodeFiles(inner))(".env")).toBeUndefined();
    expect(existsSync(join(folder, "started"))).toBe(false);
  });
});

describe("without git", () => {
  const absent: Run = () => Promise.reject(new Error("the program was not found"));
  const ask = (path: string): Promise<boolean | undefined> =>
    gitIgnored(nodeFiles(folder), undefined, absent)(path);

  it("knows no answer where no repository is", async () => {
    writeFileSync(join(folder, ".gitignore"), "");
    expect(await ask(".env")).toBeUndefined();
  });

  it.each([
    ["", ".env", false],
    [".env", ".env", true],
    ["/.env", ".env", true],
    ["/.env", "config/.env", false],
    [".env*", "config/.env", true],
    ["config/", "config/.env", true],
    ["**/.env", "a/b/.env", true],
    ["config/*.env", "config/a.env", true],
    [".env\n!.env", ".env", false],
    ["# .env\n.envrc", ".env", false],
    ["!.env\n*", ".env", true],
    [".env/", ".env", false],
    ["aenv", ".env", false],
  ])("reads %j for %s", async (text, path, expected) => {
    mkdirSync(join(folder, ".git"));
    writeFileSync(join(folder, ".gitignore"), `${text}\n`);
    expect(await ask(path)).toBe(expected);
  });
});

it("is told at `file`, and only where git ignores the file not", async () => {
  const inventory =
    "version: 1\ncluster: { name: lab, contexts: [admin@lab] }\nenv: { file: config/.env, variables: {} }\ntasks: { a: make }\n";
  writeFileSync(join(folder, "cluster.config.yaml"), inventory);
  const told = async (answer: boolean | undefined): Promise<string> => {
    const files = nodeFiles(folder);
    const project = await loadProject(files, "cluster.config.yaml", undefined, () => Promise.resolve(answer));
    return tell(project, "text");
  };
  expect(await told(false)).toBe(
    [
      "warning[FT344]: git does not ignore `config/.env`",
      " --> cluster.config.yaml:3:14",
      "  |",
      "3 | env: { file: config/.env, variables: {} }",
      "  |              ^^^^^^^^^^^",
      "  = help: add `/config/.env` to .gitignore, and take it out of git if it is there: git rm --cached config/.env",
      "\n1 warning\n",
    ].join("\n"),
  );
  expect(await told(true)).toBe("");
  expect(await told(undefined)).toBe("");
});
