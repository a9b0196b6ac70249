import { shellOf, wordedBy, type ShellText } from "./ran.ts";
import type { Rule, Tell } from "./rule.ts";
import type { Alternative, Piped, ShellCommand } from "./shell/reading.ts";

export const hiddenFailure: Rule = {
  code: "FT326",
  severity: "warning",
  title: "a failure is hidden",
  why: "The button turns green, or shows something else, while the cluster was not reached: nobody looks further.",
  wrong: "tasks: { pods: kubectl get pods 2>/dev/null || true }",
  right: "tasks: { pods: kubectl get pods }",
  source: "POSIX.1-2024, Shell Command Language, 2.9.2 Pipelines and 2.9.3 Lists",
  check: ({ dashboard }, tell) => {
    for (const { command } of wordedBy(dashboard)) {
      const shell = shellOf(command);
      if (shell === undefined) continue;
      for (const one of shell.reading.alternatives) tellAlternative(shell, one, tell);
      if (shell.pipefail) continue;
      for (const one of shell.reading.pipelines) tellPipeline(shell, one, tell);
    }
  },
};

/** For these, 1 is an answer: nothing found, nothing there, not equal. */
const answers = new Set(
  "grep egrep fgrep rg diff cmp pgrep pkill kill killall read test [ [[ expr let which command type false unalias".split(
    " ",
  ),
);

const harmless = new Set(["true", ":", "echo", "printf"]);

function tellAlternative(shell: ShellText, { left, right, ...range }: Alternative, tell: Tell): void {
  const [failed, instead] = [programOf(left), programOf(right)];
  if (left === undefined || failed === undefined || instead === undefined || answers.has(failed)) return;
  const silent = instead === "true" || instead === ":";
  if (!silent && !(left.silenced && harmless.has(instead))) return;
  tell(
    shell.origin,
    silent
      ? `\`|| ${instead}\` hides that \`${failed}\` failed`
      : `\`${failed}\` fails without a word, and \`${instead}\` ends well`,
    { span: shell.spanOf(range), help: "let it fail: Tilt shows the message and the exit code" },
  );
}

const tools = new Set(["kubectl", "flux", "helm"]);

function tellPipeline(shell: ShellText, { first, last, ...range }: Piped, tell: Tell): void {
  const program = programOf(first);
  if (program === undefined || !tools.has(program) || noticesNothing(last)) return;
  tell(shell.origin, `when \`${program}\` fails here, the pipeline still ends well`, {
    span: shell.spanOf(range),
    help: `keep what it prints in a variable: out=$(${program} …) || exit`,
  });
}

/** True for a last command that fails where nothing comes in, so that the failure is seen after all. */
function noticesNothing(last: ShellCommand | undefined): boolean {
  const program = programOf(last);
  const options = (last?.words ?? []).slice(1).map((word) => word.value ?? "");
  if (program === "grep" || program === "egrep" || program === "rg")
    return !options.some((option) => /^-[a-zA-Z]*[vcL]/.test(option) || option === "--invert-match");
  if (program === "kubectl") return options.some((option) => ["apply", "create", "replace"].includes(option));
  return program === "jq" && options.some((option) => /^-[a-zA-Z]*e/.test(option));
}

function programOf(command: ShellCommand | undefined): string | undefined {
  const word = command?.words[0]?.value;
  return word?.slice(word.lastIndexOf("/") + 1);
}
