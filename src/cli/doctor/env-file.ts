import { shellWord } from "../../grammar/shell-word.ts";
import { lookingGit } from "../looking-git.ts";
import type { Check, Checkup } from "./checkup.ts";
import type { Finding } from "./finding.ts";

/** The file of variables: there where secrets need it, and out of git. */
export const envFile: Check = {
  name: "env",
  look: async (checkup) => {
    const { env } = checkup.dashboard;
    if (env === undefined) return [{ standing: "skipped", message: "the inventory declares no variables" }];
    return [await isThere(checkup, env.path), await isIgnored(checkup, env.path)].filter(
      (one) => one !== undefined,
    );
  },
};

async function isThere({ dashboard, files, env }: Checkup, path: string): Promise<Finding> {
  if ((await files.realPath(path)) !== undefined) return { standing: "ok", message: `\`${path}\` is there` };
  const lacking = (dashboard.env?.variables ?? []).filter(
    ({ name, default: value }) => value === undefined && (env[name] ?? "") === "",
  );
  if (lacking.length === 0)
    return { standing: "ok", message: `\`${path}\` is not there, and every variable has a value without it` };
  const names = lacking.map(({ name }) => `\`${name}\``).join(", ");
  return {
    standing: "warning",
    message: `\`${path}\` is not there, and nothing else gives ${names} a value`,
    help: `run \`cp ${path}.example ${path}\` and fill it in`,
  };
}

async function isIgnored({ ask }: Checkup, path: string): Promise<Finding | undefined> {
  const { argv, env } = lookingGit("check-ignore", "--quiet", "--", path);
  const answer = await ask(argv, { env });
  // 1: not ignored, or in git already; 128: this is no repository.
  if (answer.kind !== "ended")
    return { standing: "skipped", message: `whether git ignores it: ${answer.reason}` };
  if (answer.code === 0) return { standing: "ok", message: `git ignores \`${path}\`` };
  if (answer.code !== 1) return { standing: "skipped", message: "this is no git repository" };
  return {
    standing: "problem",
    message: `git does not ignore \`${path}\`: one \`git add .\` and its secrets are published`,
    help: `add \`/${path}\` to .gitignore; if git has it already: \`git rm --cached ${shellWord(path)}\``,
  };
}
