import { shellWord } from "../grammar/shell-word.ts";
import type { Rule } from "./rule.ts";

export const unrunnableScript: Rule = {
  code: "FT402",
  severity: "error",
  title: "a script may not be executed",
  why: "The button or task starts it directly and fails with `permission denied`, when it is needed.",
  wrong: "do: { script: [./scripts/deploy.sh] }          # its mode is 644",
  right: "do: { script: [./scripts/deploy.sh] }          # chmod +x scripts/deploy.sh",
  check: ({ dashboard, found, isRunnable }, tell) => {
    if (found === undefined || isRunnable === undefined) return;
    for (const use of dashboard.files)
      if (use.role === "script" && found(use) === "file" && !isRunnable(use))
        tell(use.origin, `the script \`${use.path}\` may not be executed`, {
          help: `chmod +x ${shellWord(use.path)} && git update-index --add --chmod=+x ${shellWord(use.path)}`,
        });
  },
};
