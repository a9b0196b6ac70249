import { join } from "node:path";
import type { Files } from "../io/files.ts";
import { run as runProcess, type Run } from "../io/process.ts";
import { lookingGit } from "./looking-git.ts";

/** Whether git leaves a path (relative to the root of the files) out; undefined where it cannot be known. */
export type IsIgnored = (path: string) => Promise<boolean | undefined>;

/**
 * Asks git, which knows every file that says what to ignore, and tells a file that is committed already
 * from one that is ignored. Without git, the `.gitignore` beside the inventory answers where `.git` stands
 * beside it too. Never fails: what cannot be known is undefined.
 */
export function gitIgnored(files: Files, signal?: AbortSignal, run: Run = runProcess): IsIgnored {
  return async (path) => {
    try {
      const { argv, env } = lookingGit("check-ignore", "--quiet", "--", path);
      const { code } = await run(argv, { cwd: files.root, env, silent: true, timeoutMs: 5_000, signal });
      // 128: no repository, or one that git does not trust.
      return code === 0 ? true : code === 1 ? false : undefined;
    } catch {
      signal?.throwIfAborted();
      return await readIgnored(files, path);
    }
  };
}

async function readIgnored(files: Files, path: string): Promise<boolean | undefined> {
  try {
    if ((await files.kind(".git")) === undefined) return undefined;
    const bytes = await files.read(".gitignore");
    const patterns = new TextDecoder().decode(bytes);
    return isIgnoredBy(patterns, path);
  } catch {
    return undefined;
  }
}

/** What the text of a `.gitignore` says of a file: the last line that fits decides (gitignore(5)). */
function isIgnoredBy(text: string, path: string): boolean {
  let ignored = false;
  for (const line of text.split(/\r?\n/)) {
    const [, not, pattern] = /^(!?)(\S.*?)\s*$/.exec(line) ?? [];
    if (pattern === undefined || pattern.startsWith("#")) continue;
    if (fits(pattern, path)) ignored = not === "";
  }
  return ignored;
}

/** A pattern without a slash fits at every depth; one of a folder fits what is in it. */
function fits(pattern: string, path: string): boolean {
  const bare = pattern.replace(/\/$/, "");
  const anchored = bare.includes("/");
  const body = (bare.startsWith("/") ? bare.slice(1) : bare)
    .split(/(\*\*\/|\/\*\*|\*|\?)/)
    .map((piece) => wild[piece] ?? piece.replace(/[.+^${}()|[\]\\]/g, "\\$&"))
    .join("");
  const steps = join(path).split(/[\\/]/);
  // The file itself only where the pattern is not one of folders.
  const last = pattern.endsWith("/") ? steps.length - 1 : steps.length;
  const whole = new RegExp(`^${anchored ? "" : "(?:.*/)?"}${body}$`);
  return steps.slice(0, last).some((_, index) => whole.test(steps.slice(0, index + 1).join("/")));
}

const wild: Readonly<Record<string, string>> = {
  "**/": "(?:.*/)?",
  "/**": "/.*",
  "*": "[^/]*",
  "?": "[^/]",
};
