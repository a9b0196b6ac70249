import { shellOf, wordedBy } from "./ran.ts";
import type { Rule } from "./rule.ts";
import type { ShellWord } from "./shell/reading.ts";

export const unquotedInput: Rule = {
  code: "FT323",
  severity: "warning",
  title: "what a person types reaches a command without quotes",
  why: "The shell makes several words of a text with blanks, and file names of a `*`: options that nobody meant. What stands in the text of `eval` or `sh -c` can even be commands.",
  wrong: "buttons: { pod: { inputs: { NAME: web }, do: { shell: kubectl get pod $NAME } } }",
  right: `buttons: { pod: { inputs: { NAME: web }, do: { shell: 'kubectl get pod "$NAME"' } } }`,
  source: "POSIX.1-2024, Shell Command Language, 2.6.5 Field Splitting",
  check: ({ dashboard }, tell) => {
    for (const { command, inputs } of wordedBy(dashboard)) {
      const shell = shellOf(command);
      if (shell === undefined) continue;
      const typed = new Set(inputs.filter((input) => input.kind === "text").map((input) => input.name));
      const programs = shell.reading.commands.flatMap(({ words }) => programsIn(words));
      for (const use of shell.reading.uses) {
        if (!typed.has(use.name)) continue;
        if (use.split)
          tell(shell.origin, `the input \`${use.name}\` stands without quotes`, {
            span: shell.spanOf(use),
            help: `write "$${use.name}"`,
          });
        else if (programs.some((word) => word.start <= use.start && use.end <= word.end))
          tell(shell.origin, `the input \`${use.name}\` is read as commands`, {
            span: shell.spanOf(use),
            help: `hand it over beside the text: sh -c '… "$1"' sh "$${use.name}"`,
          });
      }
    }
  },
};

/** Words that a shell reads once more: all of `eval`, and what follows `sh -c` anywhere in a command. */
function programsIn(words: readonly ShellWord[]): readonly ShellWord[] {
  if (words[0]?.value === "eval") return words.slice(1);
  return words.filter((_, index) => {
    const [shell, option] = words.slice(Math.max(0, index - 2), index);
    return /^(?:.*\/)?(?:ba|da|a|z)?sh$/.test(shell?.value ?? "") && /^-[a-z]*c$/.test(option?.value ?? "");
  });
}
