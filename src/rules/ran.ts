import type { CommandLine, Input } from "../dashboard/model.ts";
import type { Span } from "../diagnostics/diagnostic.ts";
import { at, spanAt, type Origin } from "../source/origin.ts";
import { scalarTextAt, valueAt, type ScalarText } from "../source/scalar-text.ts";
import { buttonsOf, perDashboard, shownOf } from "./parts.ts";
import { readShell } from "./shell/read.ts";
import type { Range, ShellReading } from "./shell/reading.ts";

/** A command that Tilt runs, with who runs it. */
export interface Ran {
  readonly command: CommandLine;
  readonly by: "button" | "task";
  readonly inputs: readonly Input[];
}

/** Every command of buttons and tasks, in the order of the inventory. */
export const ranBy = perDashboard((dashboard): readonly Ran[] => {
  const pressed = buttonsOf(dashboard).map(({ button }): Ran => ({
    command: button.command,
    by: "button",
    inputs: button.inputs,
  }));
  const tasks = shownOf(dashboard).flatMap((resource) =>
    "watch" in resource ? [resource.run, resource.serve].filter((one) => one !== undefined) : [],
  );
  return [...pressed, ...tasks.map((command): Ran => ({ command, by: "task", inputs: [] }))];
});

/** Those of {@link ranBy} whose words a person wrote: only they can have a shell's text, or calls of programs. */
export const wordedBy = perDashboard((dashboard): readonly Ran[] =>
  ranBy(dashboard).filter(({ command }) => isWorded(command)),
);

function isWorded({ shell, action }: CommandLine): boolean {
  return shell !== undefined || action.name === "argv";
}

/** A text that a shell of this machine reads, with its places in the inventory. */
export interface ShellText {
  readonly text: string;
  readonly reading: ShellReading;
  /** Where the text stands. */
  readonly origin: Origin;
  spanOf(range: Range): Span;
  /** The shell was told `-o pipefail`. */
  readonly pipefail: boolean;
}

const texts = new WeakMap<CommandLine, ShellText | undefined>();

/** The shell text of a command: of `shell:`, and of an `argv:` that begins with `sh -c` or `bash -c`. */
export function shellOf(command: CommandLine): ShellText | undefined {
  // Most commands have none: an entry for each of them would cost more than to ask.
  if (!isWorded(command)) return undefined;
  if (!texts.has(command)) texts.set(command, findShell(command));
  return texts.get(command);
}

function findShell(command: CommandLine): ShellText | undefined {
  if (command.shell !== undefined) {
    const { source, path } = command.origin;
    // A task's short form is the text itself.
    const short: Origin = { source, path: path.slice(0, -1) };
    const origin = typeof valueAt(short) === "string" ? short : at(command.origin, "shell");
    return shellText(command.shell, origin, false);
  }
  const words = command.argv.filter((word) => typeof word === "string");
  if (!/^(?:.*\/)?(?:ba|da|a)?sh$/.test(words[0] ?? "")) return undefined;
  const options = words.slice(1).findIndex((word) => /^-[a-z]*c[a-z]*$/.test(word)) + 1;
  if (options === 0 || words.slice(1, options).some((word) => !/^[-+]|^pipefail$/.test(word)))
    return undefined;
  // `bash -euo pipefail -c`, but also `bash -eco pipefail TEXT`.
  const index = words[options]?.endsWith("o") === true ? options + 2 : options + 1;
  const text = words[index];
  if (text === undefined) return undefined;
  return shellText(text, at(command.origin, "argv", index), words.slice(0, index).includes("pipefail"));
}

function shellText(text: string, origin: Origin, pipefail: boolean): ShellText {
  const reading = readShell(text);
  let places: ScalarText | undefined;
  return {
    text,
    reading,
    origin,
    pipefail: pipefail || reading.pipefail,
    spanOf({ start, end }) {
      places ??= scalarTextAt(origin, text);
      return places.spanOf(start, end);
    },
  };
}

/** A word of a program's call. */
export interface Word {
  /** Undefined where the shell fills something in. */
  readonly text: string | undefined;
  readonly span: () => Span;
}

/** A program that a command calls, with its arguments. */
export interface Call {
  /** Without folders: `kubectl` for `/usr/local/bin/kubectl`. */
  readonly program: string;
  readonly args: readonly Word[];
  readonly origin: Origin;
  readonly span: () => Span;
}

/** The programs that a command calls as far as they stand in the inventory: in shell texts and in `argv`. */
export function callsOf(command: CommandLine): readonly Call[] {
  const shell = shellOf(command);
  if (shell !== undefined)
    return shell.reading.commands.flatMap((one) => {
      const words = one.words.map((word): Word => ({ text: word.value, span: () => shell.spanOf(word) }));
      return callFrom(words, shell.origin, () => shell.spanOf(one));
    });
  if (command.action.name !== "argv") return [];
  const origin = at(command.origin, "argv");
  const words = command.argv.map((word, index): Word => ({
    text: typeof word === "string" ? word : undefined,
    span: () => spanAt(at(origin, index)),
  }));
  return callFrom(words, origin, () => spanAt(origin));
}

/** Options of these programs that take a word, before the program that they call. */
const wrappers: Readonly<Record<string, string>> = {
  sudo: "ugChpDRT",
  doas: "u",
  env: "uCS",
  command: "",
  exec: "a",
  nohup: "",
  nice: "n",
  setsid: "",
  timeout: "ks",
  xargs: "nIPLdsaE",
};

/** The call that a program such as `sudo` or `timeout` makes is the one that counts. */
function callFrom(words: readonly Word[], origin: Origin, span: () => Span): Call[] {
  let rest = words;
  for (;;) {
    const [first, ...args] = rest;
    if (first?.text === undefined) return [];
    const program = first.text.slice(first.text.lastIndexOf("/") + 1);
    const takes = Object.hasOwn(wrappers, program) ? wrappers[program] : undefined;
    if (takes === undefined) return [{ program, args, origin, span }];
    let skip = 0;
    for (; skip < args.length; skip++) {
      const text = args[skip]?.text ?? "";
      if (/^-[A-Za-z]$/.test(text) && takes.includes(text.charAt(1))) skip += 1;
      else if (!/^-|^[A-Za-z_]\w*=|^[0-9.]+[smhd]?$/.test(text)) break;
    }
    rest = args.slice(skip);
  }
}
