import { ranBy, shellOf } from "./ran.ts";
import type { Rule } from "./rule.ts";

export const unquotedInput: Rule = {
  code: "FT323",
  severity: "warning",
  title: "what a person types reaches a command without quotes",
  why: "The shell makes several words of a text with blanks, and file names of a `*`: options that nobody meant.",
  wrong: "buttons: { pod: { inputs: { NAME: web }, do: { shell: kubectl get pod $NAME } } }",
  right: `buttons: { pod: { inputs: { NAME: web }, do: { shell: 'kubectl get pod "$NAME"' } } }`,
  source: "POSIX.1-2024, Shell Command Language, 2.6.5 Field Splitting",
  check: ({ dashboard }, tell) => {
    for (const { command, inputs } of ranBy(dashboard)) {
      const shell = shellOf(command);
      if (shell === undefined) continue;
      const typed = new Set(inputs.filter((input) => input.kind === "text").map((input) => input.name));
      for (const use of shell.reading.uses)
        if (use.split && typed.has(use.name))
          tell(shell.origin, `the input \`${use.name}\` stands without quotes`, {
            span: shell.spanOf(use),
            help: `write "$${use.name}"`,
          });
    }
  },
};
