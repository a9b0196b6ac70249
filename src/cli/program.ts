import { basename, dirname, resolve } from "node:path";
import { Command, CommanderError, Option } from "commander";
import { nodeFiles } from "../io/node-files.ts";
import { Interrupted, watchInterrupts } from "../io/interrupt.ts";
import { OutsideError } from "../io/outside-error.ts";
import { commands, type CommandSpec } from "./commands/index.ts";
import { exitCode, type ExitCode } from "./exit-code.ts";
import { defaultConfig, findInventory } from "./find-root.ts";
import type { Session } from "./session.ts";

interface GlobalOptions {
  readonly config?: string | undefined;
  readonly format: Session["format"];
  readonly color?: boolean | undefined;
}

/** Runs the command line; answers the exit code. Nothing that a user can do shows a stack trace. */
export async function runProgram(argv: readonly string[], version: string): Promise<ExitCode> {
  const interrupts = watchInterrupts();
  let code: ExitCode = exitCode.fine;
  const program = new Command("fluxtilt")
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
    .configureOutput({ writeErr: (text) => process.stderr.write(text) })
    .exitOverride();
  for (const spec of commands)
    addCommand(program, spec, async (options, args) => {
      const session = await openSession(program.opts<GlobalOptions>(), version, interrupts.signal);
      code = await spec.run(session, options, args);
    });
  try {
    await program.parseAsync(argv, { from: "user" });
    return interrupts.signal.aborted ? exitCode.interrupted : code;
  } catch (error) {
    return fail(error);
  } finally {
    interrupts.stop();
  }
}

type Action = (options: Readonly<Record<string, unknown>>, args: readonly string[]) => Promise<void>;

function addCommand(program: Command, spec: CommandSpec, action: Action): void {
  const command = program.command(spec.name).description(spec.description);
  for (const argument of spec.arguments ?? []) command.argument(argument.name, argument.description);
  for (const option of spec.options ?? []) command.option(option.flags, option.description);
  command.action(async (...given: unknown[]) => {
    const args = given.slice(0, (spec.arguments ?? []).length).filter((one) => typeof one === "string");
    await action(command.opts(), args);
  });
}

async function openSession(options: GlobalOptions, version: string, signal: AbortSignal): Promise<Session> {
  const cwd = process.cwd();
  const config = options.config === undefined ? undefined : resolve(cwd, options.config);
  const root = config === undefined ? ((await findInventory(cwd)) ?? cwd) : dirname(config);
  return {
    files: nodeFiles(root),
    config: config === undefined ? defaultConfig : basename(config),
    cwd,
    format: options.format,
    color: options.color !== false && wantsColor(),
    width: process.stderr.columns || 100,
    interactive: process.stdin.isTTY && process.stderr.isTTY,
    version,
    signal,
    out: (text) => void process.stdout.write(text),
    say: (text) => void process.stderr.write(text),
  };
}

/** no-color.org: any value of NO_COLOR but the empty one; FORCE_COLOR for logs that can show it. */
function wantsColor(): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== "") return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== "" && FORCE_COLOR !== "0") return true;
  return process.stderr.isTTY && TERM !== "dumb";
}

function fail(error: unknown): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.fine : exitCode.unusable;
  if (error instanceof Interrupted) return exitCode.interrupted;
  if (error instanceof OutsideError) {
    process.stderr.write(`fluxtilt: ${error.message}\n${error.help === "" ? "" : `help: ${error.help}\n`}`);
    return exitCode.outside;
  }
  throw error;
}
