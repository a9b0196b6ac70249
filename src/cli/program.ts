import { Argument, Command, CommanderError, Option } from "commander";
import { watchInterrupts } from "../io/interrupt.ts";
import { commands } from "./commands/index.ts";
import type { CommandGroup, CommandSpec } from "./commands/spec.ts";
import { exitCode, type ExitCode } from "./exit-code.ts";
import { tellFailure } from "./failure.ts";
import { defaultConfig } from "./find-root.ts";
import { moreHelp, usageError } from "./help.ts";
import type { Memory } from "./memory/folder.ts";
import { openSession } from "./session.ts";
import { openTalk, type Talk, type TalkNeeds } from "./talk.ts";
import { wantsColor, type Terminal } from "./terminal.ts";
import { unusable } from "./unusable.ts";

/** Runs the command line; answers the exit code. Nothing that a user can do shows a stack trace. */
export async function runProgram(
  argv: readonly string[],
  version: string,
  terminal: Terminal,
  memory?: Memory,
): Promise<ExitCode> {
  const interrupts = watchInterrupts();
  let code: ExitCode = exitCode.fine;
  let talk: Talk | undefined;
  const program = createProgram(version, terminal);
  const usageErrors: UsageErrors = (command, needs = {}) => ({
    outputError: (text) => {
      const { message, help } = usageError(text, command);
      unusable(openTalk(program.opts(), needs, terminal, version), message, help);
    },
  });
  program.configureOutput(usageErrors("fluxtilt"));
  const add = (parent: Command, spec: CommandSpec): void => {
    addCommand(parent, spec, usageErrors, async (options, args) => {
      const { signal } = interrupts;
      const kept = options["cache"] === false ? undefined : memory;
      talk = openTalk(program.opts(), spec, terminal, version);
      const session = await openSession(program.opts(), spec, terminal, talk, signal, kept);
      code = await spec.run(session, options, args);
    });
  };
  for (const one of commands) {
    if ("commands" in one) {
      const group = addGroup(program, one, usageErrors);
      for (const spec of one.commands) add(group, spec);
    } else add(program, one);
  }
  try {
    await program.parseAsync(inFull(argv), { from: "user" });
    return interrupts.signal.aborted ? exitCode.interrupted : code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.fine : exitCode.unusable;
    return tellFailure(error, terminal, version, talk);
  } finally {
    interrupts.stop();
  }
}

/**
 * `help mcp list` as the call that prints it: commander's own `help` knows one word, and says nothing of one
 * that is no command. That is called, and told as any other.
 */
function inFull(argv: readonly string[]): readonly string[] {
  const [first, ...words] = argv;
  if (first !== "help" || words.some((word) => word.startsWith("-"))) return argv;
  const [name, below] = words;
  const one = commands.find((command) => command.name === name);
  const isGroup = one !== undefined && "commands" in one;
  const isKnown = isGroup
    ? below === undefined || below === "help" || one.commands.some((spec) => spec.name === below)
    : one !== undefined || name === undefined || name === "help";
  if (!isKnown) return words;
  return words.length === 2 ? [...words, "--help"] : argv;
}

function createProgram(version: string, terminal: Terminal): Command {
  const { stdout, stderr } = terminal;
  return new Command("fluxtilt")
    .description(
      "Compiles the inventory of a Flux-managed cluster into Tiltfiles that load and name only what exists.",
    )
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "print the help of a command")
    .option(
      "-c, --config <file>",
      `the inventory; ${defaultConfig} in this folder or the nearest above unless told`,
    )
    .addOption(
      new Option("-f, --format <format>", "how problems are told")
        .choices(["text", "json", "github", "sarif"])
        .default("text"),
    )
    .option("--no-color", "no colours, also on a terminal")
    .addHelpText("after", moreHelp)
    .configureHelp({ showGlobalOptions: true, styleTitle: (text) => `\u001b[1m${text}\u001b[0m` })
    .configureOutput({
      writeOut: stdout.write,
      writeErr: stderr.write,
      getOutHelpWidth: () => stdout.columns ?? 100,
      getErrHelpWidth: () => stderr.columns ?? 100,
      getOutHasColors: () => wantsColor(terminal, stdout),
      getErrHasColors: () => wantsColor(terminal, stderr),
    })
    .exitOverride();
}

/** How commander tells that a call of `command` cannot be used: in the format that is known by then. */
type UsageErrors = (command: string, needs?: TalkNeeds) => { readonly outputError: (text: string) => void };

/** The words before a command: `fluxtilt`, and those of the group that it is in. */
function calledBy(parent: Command): string {
  return parent.parent === null ? parent.name() : `${calledBy(parent.parent)} ${parent.name()}`;
}

/** The first word of several commands; alone it is no call, and prints its help. */
function addGroup(program: Command, { name, description }: CommandGroup, usageErrors: UsageErrors): Command {
  return program
    .command(name)
    .description(description)
    .configureOutput(usageErrors(`fluxtilt ${name}`));
}

type Action = (options: Readonly<Record<string, unknown>>, args: readonly string[]) => Promise<void>;

function addCommand(parent: Command, spec: CommandSpec, usageErrors: UsageErrors, action: Action): void {
  const command = parent.command(spec.name).description(spec.description);
  for (const { name, description, choices } of spec.arguments ?? []) {
    const argument = new Argument(name, description);
    command.addArgument(choices === undefined ? argument : argument.choices([...choices]));
  }
  for (const option of spec.options ?? []) command.option(option.flags, option.description);
  command.configureOutput(usageErrors(`${calledBy(parent)} ${spec.name}`, spec));
  if (spec.more !== undefined) command.addHelpText("after", `\n${spec.more}`);
  command.action(async (...given: unknown[]) => {
    const args = given.slice(0, (spec.arguments ?? []).length).filter((one) => typeof one === "string");
    await action(command.opts(), args);
  });
}
