import { shellWord } from "../grammar/shell-word.ts";
import { at, spanAt } from "../source/origin.ts";
import { valueAt } from "../source/scalar-text.ts";
import type { Rule } from "./rule.ts";

export const envNotIgnored: Rule = {
  code: "FT344",
  severity: "warning",
  title: "the file of variables is not ignored by git",
  why: "It holds what only this machine and its person should know; one `git add .` and it is published.",
  wrong: "env: { file: .env, variables: { NODE: { default: a } } }     # git ignores no .env",
  right: "env: { file: .env, variables: { NODE: { default: a } } }     # .gitignore: /.env",
  source: "git-check-ignore(1)",
  check: ({ dashboard, isEnvIgnored }, tell) => {
    const { env } = dashboard;
    if (env === undefined || isEnvIgnored !== false) return;
    const file = at(env.origin, "file");
    const written = valueAt(file) !== undefined;
    tell(env.origin, `git does not ignore \`${env.path}\``, {
      span: written ? spanAt(file) : spanAt(env.origin, "key"),
      help: `add \`/${env.path}\` to .gitignore, and take it out of git if it is there: git rm --cached ${shellWord(env.path)}`,
    });
  },
};
