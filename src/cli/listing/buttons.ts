import { kubeContext } from "../../actions/action.ts";
import type { Button, CommandLine } from "../../dashboard/model.ts";

export interface ListedButton {
  /** As in Tilt. */
  readonly name: string;
  /** Null in the nav bar. */
  readonly resource: string | null;
  readonly text: string;
  /** The typed action: `restart`, `shell`, … */
  readonly action: string;
  /** The words that run, with `{context}` for the kube context that Tilt runs against. */
  readonly argv: readonly string[];
  /** Folder that it runs in, relative to the inventory's. */
  readonly dir: string;
  /** Environment variables that it asks for. */
  readonly inputs: readonly string[];
  readonly confirm: boolean;
}

/** The buttons of a resource, or of the nav bar. */
export function listButtons(resource: string | null, buttons: readonly Button[]): readonly ListedButton[] {
  return buttons.map(({ name, text, command, inputs, confirm }) => ({
    name,
    resource,
    text,
    action: command.action.name,
    argv: argvOf(command),
    dir: command.dir,
    inputs: inputs.map((input) => input.name),
    confirm,
  }));
}

/** The words of a command, as they will run. */
export function argvOf(command: CommandLine): readonly string[] {
  return command.argv.map((word) => (word === kubeContext ? "{context}" : word));
}

/** A command in one line, as a person would type it; of a shell's text the text alone. */
export function commandLine(argv: readonly string[]): string {
  const [program, flag, text = "", , ...rest] = argv;
  if (program !== "sh" || flag !== "-c") return argv.map(quoted).join(" ");
  // What stands after the text is the command that the text wraps.
  return rest.length > 0 ? rest.map(quoted).join(" ") : text.trim().replace(/\s*\n\s*/g, "; ");
}

function quoted(word: string): string {
  return /^[-\w./:=@%+,{}]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
