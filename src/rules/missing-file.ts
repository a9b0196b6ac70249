import type { Rule } from "./rule.ts";

export const missingFile: Rule = {
  code: "FT401",
  severity: "error",
  title: "a file or folder is not there",
  why: "Tilt loads the file and fails later, when the button is pressed or the task runs; an included Tiltfile that is gone stops everything.",
  wrong: "do: { script: [./scripts/deploy.sh] }         # the file is called deploy-stack.sh",
  right: "do: { script: [./scripts/deploy-stack.sh] }",
  check: ({ dashboard, found }, tell) => {
    if (found === undefined) return;
    for (const use of dashboard.files) {
      const there = found(use);
      if (there === undefined) tell(use.origin, `the ${use.role} \`${use.path}\` is not there`);
      else if (use.kind !== "any" && there !== use.kind)
        tell(use.origin, `the ${use.role} \`${use.path}\` is a ${there}, not a ${use.kind}`);
    }
  },
};
