import { Interrupted } from "../io/interrupt.ts";
import { OutsideError } from "../io/outside-error.ts";
import { exitCode, type ExitCode } from "./exit-code.ts";
import type { Terminal } from "./terminal.ts";

/**
 * Tells why a run ended early, in a line or two on stderr, and how it ends. Nothing that a user can do
 * shows a stack; that of a bug is shown with `FLUXTILT_DEBUG=1`, and a bug ends like a failure outside.
 */
export function tellFailure(error: unknown, terminal: Terminal, version: string): ExitCode {
  if (error instanceof Interrupted) return exitCode.interrupted;
  const say = (text: string): void => {
    terminal.stderr.write(`${text}\n`);
  };
  if (error instanceof OutsideError) {
    say(`fluxtilt: ${error.message}`);
    if (error.help !== "") say(`help: ${error.help}`);
    return exitCode.outside;
  }
  const [first = "unknown"] = (error instanceof Error ? error.message : String(error)).split("\n");
  say(`fluxtilt: internal error: ${first}`);
  const debugging = terminal.env["FLUXTILT_DEBUG"] === "1";
  if (debugging) say(error instanceof Error ? (error.stack ?? "") : "");
  const more = debugging ? "the lines above" : "what the same command says with FLUXTILT_DEBUG=1";
  say(`help: this is a bug in fluxtilt ${version}, not in the inventory; please report it with ${more}`);
  return exitCode.outside;
}
