import type { Dashboard } from "../dashboard/model.ts";
import { perDashboard } from "./parts.ts";
import { shellOf, wordedBy, type Ran, type ShellText } from "./ran.ts";
import type { Rule } from "./rule.ts";
import type { VariableUse } from "./shell/reading.ts";

export const undeclaredVariable: Rule = {
  code: "FT321",
  severity: "error",
  title: "a shell text reads a variable that nothing declares",
  why: "It is empty, and the command runs all the same: on another object, or on all of them.",
  wrong: `buttons:\n  render: { inputs: { DRY_RUN: { bool: true } }, do: { shell: 'helm template "$DRYRUN" ./chart' } }`,
  right: `buttons:\n  render: { inputs: { DRY_RUN: { bool: true } }, do: { shell: 'helm template "$DRY_RUN" ./chart' } }`,
  source: "docs.tilt.dev/buttons.html, whose own example has the mistake",
  check: ({ dashboard }, tell) => {
    for (const ran of wordedBy(dashboard)) {
      const shell = shellOf(ran.command);
      if (shell === undefined) continue;
      const declared = declaredFor(dashboard, ran);
      for (const use of undeclaredIn(shell, declared))
        tell(shell.origin, `nothing declares the variable \`${use.name}\``, {
          span: shell.spanOf(use),
          near: (guesses) =>
            guesses.didYouMean(use.name, [...declared.own, ...declared.common, ...shell.reading.given]),
          help: `declare it under \`env.variables\` or as an input, or say what happens without it: \`\${${use.name}:-…}\``,
        });
    }
  },
};

/** The variables that the inventory hands to a command: its own, and those that every command gets. */
export interface Declared {
  readonly own: ReadonlySet<string>;
  readonly common: ReadonlySet<string>;
}

/** What `ran` is handed. */
export function declaredFor(dashboard: Dashboard, { command, inputs }: Ran): Declared {
  const own = [
    ...inputs.map((input) => input.name),
    ...command.questions.map((question) => question.variable),
    ...command.env.map(([name]) => name),
  ];
  return { own: new Set(own), common: commonTo(dashboard) };
}

const commonTo = perDashboard(
  (dashboard): ReadonlySet<string> =>
    new Set([
      ...(dashboard.env?.variables ?? []).map((variable) => variable.name),
      ...dashboard.tilt.args.map((argument) => argument.variable),
    ]),
);

/** The first use of each variable that has no value but by chance. */
export function undeclaredIn(shell: ShellText, { own, common }: Declared): readonly VariableUse[] {
  const { reading } = shell;
  if (reading.open) return [];
  const guarded = reading.uses.filter((use) => use.guarded).map((use) => use.name);
  const told = new Set([...own, ...reading.given, ...guarded]);
  return reading.uses.filter((use) => {
    if (told.has(use.name) || common.has(use.name) || isWellKnown(use.name)) return false;
    told.add(use.name);
    return true;
  });
}

const wellKnown = new Set(
  (
    "HOME PATH PWD OLDPWD USER LOGNAME SHELL TERM LANG LANGUAGE TZ TMPDIR TEMP TMP HOSTNAME EDITOR VISUAL PAGER IFS " +
    "PPID RANDOM SECONDS LINENO UID EUID GROUPS OSTYPE HOSTTYPE MACHTYPE OPTARG OPTIND OPTERR REPLY SHLVL PIPESTATUS " +
    "FUNCNAME DIRSTACK EPOCHSECONDS EPOCHREALTIME COLUMNS LINES DISPLAY MAIL SUDO_USER CI NO_COLOR FORCE_COLOR " +
    "KUBECONFIG TALOSCONFIG DOCKER_HOST DOCKER_CONFIG VIRTUAL_ENV EMAIL _ " +
    "HTTP_PROXY HTTPS_PROXY NO_PROXY ALL_PROXY http_proxy https_proxy no_proxy all_proxy"
  ).split(" "),
);

/** Set by the system, a login, the shell itself, or Tilt. */
function isWellKnown(name: string): boolean {
  return wellKnown.has(name) || /^(?:BASH|(?:LC|XDG|SSH|TILT|COMP|WSL)_)/.test(name);
}
