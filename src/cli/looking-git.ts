import { devNull } from "node:os";

/** A call of git that looks, with the environment that it needs. */
export interface GitCall {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/**
 * A question to git about a repository that somebody else may have written. Its settings can name programs that
 * git starts also where it only looks: a monitor of files (`core.fsmonitor`), hooks, a way to fetch an object
 * that is missing. A checkout brings no settings of its own, but a folder in it that is laid out as a bare
 * repository does (git-config(1), `safe.bareRepository`). None of these is started.
 */
export function lookingGit(...args: readonly string[]): GitCall {
  const settings = ["core.fsmonitor=false", `core.hooksPath=${devNull}`, "safe.bareRepository=explicit"];
  return {
    argv: ["git", ...settings.flatMap((setting) => ["-c", setting]), ...args],
    env: { GIT_ALLOW_PROTOCOL: "none", GIT_NO_LAZY_FETCH: "1" },
  };
}
