import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository that generated Tiltfiles name, without the scheme. */
export const extensionsRepository = "github.com/tilt-dev/tilt-extensions";

/** The stand-ins for the extensions, see fixtures/extensions/README.md. */
export const extensionFixtures = fileURLToPath(new URL("../../../fixtures/extensions", import.meta.url));

export interface Seed {
  /** The full id that generated files pin. */
  readonly commit: string;
  /** Without the scheme. */
  readonly repository: string;
  /** Folders of extensions; later ones are laid over earlier ones. */
  readonly sources: readonly string[];
}

/**
 * Puts a git repository with the files of the sources where Tilt looks for its clone of the repository under
 * `dataHome` ($XDG_DATA_HOME). The pinned commit is made to stand for the repository's own commit through
 * `refs/replace`, so Tilt checks it out and never asks the network.
 */
export function seedExtensions(dataHome: string, { commit, repository, sources }: Seed): void {
  const clone = join(dataHome, "tilt-dev", "tilt_modules", ...repository.split("/"));
  mkdirSync(clone, { recursive: true });
  for (const source of sources)
    cpSync(source, clone, { recursive: true, filter: (path) => !path.endsWith(".git") });
  const git = (...args: string[]): string =>
    execFileSync("git", args, { cwd: clone, encoding: "utf8", env: gitEnvironment(dataHome) }).trim();
  git("init", "--quiet", "--initial-branch=master");
  git("remote", "add", "origin", `https://${repository}`);
  git("add", "--all", "--force");
  git("commit", "--quiet", "--message=stand-ins");
  git("update-ref", `refs/replace/${commit}`, git("rev-parse", "HEAD"));
}

// A person's own git settings (signing, hooks, templates) must not reach the sandbox.
function gitEnvironment(home: string): Record<string, string> {
  return {
    PATH: process.env["PATH"] ?? "",
    HOME: home,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_TEMPLATE_DIR: "",
    GIT_AUTHOR_NAME: "test",
    GIT_AUTHOR_EMAIL: "test@example.invalid",
    GIT_COMMITTER_NAME: "test",
    GIT_COMMITTER_EMAIL: "test@example.invalid",
  };
}
