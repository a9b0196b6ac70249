import type { Word } from "../actions/action.ts";
import { Guesses } from "../diagnostics/nearest.ts";
import { spanAt } from "../source/origin.ts";
import { closedPrograms } from "./programs.ts";
import { callsOf, ranBy, shellOf, type Ran } from "./ran.ts";
import type { Rule } from "./rule.ts";
import type { ShellReading } from "./shell/reading.ts";
import { declaredFor, undeclaredIn } from "./undeclared-variable.ts";

export const unusedInput: Rule = {
  code: "FT322",
  severity: "error",
  title: "a button asks for something that its command does not use",
  why: "A person chooses, and the command does what it always does.",
  wrong: "buttons: { pods: { inputs: { NAMESPACE: media }, do: { argv: [kubectl, get, pods] } } }",
  right: `buttons: { pods: { inputs: { NAMESPACE: media }, do: { shell: 'kubectl get pods -n "$NAMESPACE"' } } }`,
  source: "docs.tilt.dev/buttons.html: inputs reach the command as environment variables",
  check: ({ dashboard }, tell) => {
    const guesses = new Guesses();
    for (const ran of ranBy(dashboard)) {
      if (ran.inputs.length === 0) continue;
      if (readsUnseen(ran)) continue;
      const shell = shellOf(ran.command);
      const names = ran.inputs.map((input) => input.name);
      const used = new Set([
        ...ran.command.questions.map((question) => question.variable),
        ...expandedIn(ran.command.argv),
        ...(shell === undefined ? [] : mentionedIn(shell.reading)),
        // What a misspelt variable was meant to be is used by no right name, which is the same mistake.
        ...(shell === undefined ? [] : undeclaredIn(shell, declaredFor(dashboard, ran))).map((use) =>
          guesses.nearest(use.name, names),
        ),
      ]);
      for (const input of ran.inputs) {
        const { name, origin } = input;
        if (used.has(name)) continue;
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

/** Each `NAME` of a `$NAME` that no shell fills in, which has a rule of its own (FT328). */
function expandedIn(argv: readonly Word[]): readonly string[] {
  return argv
    .filter((word) => typeof word === "string")
    .flatMap((word) => [...word.matchAll(/\$(?:(\w+)|\{(\w+)\})/g)])
    .map(([, bare, braced]) => bare ?? braced ?? "");
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

/** What the shell reads, and each word that another program may read as a variable's name: awk's `ENVIRON`. */
function mentionedIn({ texts, uses }: ShellReading): readonly string[] {
  return [...uses.map((use) => use.name), ...texts.flatMap((text) => text.match(/\w+/g) ?? [])];
}
