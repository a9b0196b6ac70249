import type { Word } from "../actions/action.ts";
import { spanAt } from "../source/origin.ts";
import { closedPrograms } from "./programs.ts";
import { callsOf, ranBy, shellOf, type Ran } from "./ran.ts";
import type { Rule } from "./rule.ts";
import { declaredFor, meantBy, undeclaredIn } from "./undeclared-variable.ts";

export const unusedInput: Rule = {
  code: "FT322",
  severity: "error",
  title: "a button asks for something that its command does not use",
  why: "A person chooses, and the command does what it always does.",
  wrong: "buttons: { pods: { inputs: { NAMESPACE: media }, do: { argv: [kubectl, get, pods] } } }",
  right: `buttons: { pods: { inputs: { NAMESPACE: media }, do: { shell: 'kubectl get pods -n "$NAMESPACE"' } } }`,
  source: "docs.tilt.dev/buttons.html: inputs reach the command as environment variables",
  check: ({ dashboard }, tell) => {
    for (const ran of ranBy(dashboard)) {
      if (ran.inputs.length === 0) continue;
      if (readsUnseen(ran)) continue;
      const shell = shellOf(ran.command);
      const names = ran.inputs.map((input) => input.name);
      const misspelt =
        shell === undefined
          ? []
          : undeclaredIn(shell, declaredFor(dashboard, ran)).map((use) => meantBy(use, names));
      const asked = new Set(ran.command.questions.map((question) => question.variable));
      for (const input of ran.inputs) {
        const { name, origin } = input;
        if (asked.has(name) || misspelt.includes(name) || standsIn(ran.command.argv, name)) continue;
        if (shell !== undefined && mentions(shell.reading.texts, shell.reading.uses, name)) continue;
        tell(origin, `the command does not use the input \`${name}\``, {
          target: "key",
          related: [{ message: "the command", span: spanAt(ran.command.origin) }],
          help: waysToUse(name, ran),
        });
      }
    }
  },
};

function waysToUse(name: string, { command }: Ran): string {
  if (shellOf(command) !== undefined) return `use it as \`"$${name}"\`, or take it out`;
  if (command.action.name === "argv") return `only a shell puts it in: \`shell: … "$${name}"\``;
  return `take it out: \`${command.action.name}\` asks for nothing`;
}

/** True where a word holds `$NAME` that no shell fills in, which has a rule of its own (FT328). */
function standsIn(argv: readonly Word[], name: string): boolean {
  const expansion = new RegExp(`\\$(?:${name}(?![A-Za-z0-9_])|\\{${name}\\})`);
  return argv.some((word) => typeof word === "string" && expansion.test(word));
}

/** True where a program that runs may read any variable: a script, or a program that is not known here. */
export function readsUnseen({ command }: Ran): boolean {
  if (command.action.name === "script") return true;
  const shell = shellOf(command);
  if (shell === undefined && command.action.name !== "argv") return false;
  if (shell?.reading.open === true) return true;
  const calls = callsOf(command);
  // A program whose name the shell fills in is none of the calls.
  const unseen = shell === undefined ? 0 : shell.reading.commands.length;
  return calls.length < unseen || calls.some((call) => !closedPrograms.has(call.program));
}

/** True where the shell reads the variable, or a text names it that another program may read: awk's `ENVIRON`. */
function mentions(
  texts: readonly string[],
  uses: readonly { readonly name: string }[],
  name: string,
): boolean {
  const word = new RegExp(`(?<![A-Za-z0-9_])${name}(?![A-Za-z0-9_])`);
  return uses.some((use) => use.name === name) || texts.some((text) => word.test(text));
}
