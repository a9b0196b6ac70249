import { shellOf, wordedBy } from "./ran.ts";
import type { Rule } from "./rule.ts";

export const shellSyntax: Rule = {
  code: "FT320",
  severity: "error",
  title: "a shell text does not parse",
  why: "The shell refuses the whole text, when the button is pressed.",
  wrong: "buttons: { pods: { do: { shell: 'if true; then kubectl get pods -A' } } }",
  right: "buttons: { pods: { do: { shell: 'if true; then kubectl get pods -A; fi' } } }",
  source: "POSIX.1-2024, Shell Command Language",
  check: ({ dashboard }, tell) => {
    for (const { command } of wordedBy(dashboard)) {
      const shell = shellOf(command);
      for (const problem of shell?.reading.problems ?? [])
        if (shell !== undefined)
          tell(shell.origin, `the shell text does not parse: ${problem.message.replaceAll("'", "`")}`, {
            span: shell.spanOf(problem),
          });
    }
  },
};
