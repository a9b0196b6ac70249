import { visibleLine } from "../diagnostics/columns.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { formats } from "../diagnostics/formats.ts";
import { report, type Kind } from "../diagnostics/kind.ts";
import { Interrupted } from "../io/interrupt.ts";
import { errorCode, outside, OutsideError } from "../io/outside-error.ts";
import { exitCode, type ExitCode } from "./exit-code.ts";
import type { Talk } from "./talk.ts";
import type { Terminal } from "./terminal.ts";

export const bug: Kind = {
  code: "FT991",
  severity: "error",
  title: "fluxtilt has a bug",
  why: "Something happened that cannot happen. Neither the inventory nor the machine is wrong, and nothing is written by half.",
  wrong: "any command that ends with `internal error`",
  right: "a report with what the same command says with FLUXTILT_DEBUG=1",
};

/** Every kind that is fluxtilt's own fault. */
export const bugKinds: readonly Kind[] = [bug];

/**
 * Tells why a run ended early, and how it ends. Nothing that a user can do shows a stack; that of a bug is
 * shown with `FLUXTILT_DEBUG=1`, and a bug ends like a failure outside.
 */
export function tellFailure(error: unknown, terminal: Terminal, version: string, talk?: Talk): ExitCode {
  if (error instanceof Interrupted) return exitCode.interrupted;
  const failure = outsideOf(error);
  if (failure !== undefined) {
    tell({ kind: failure.kind, diagnostic: seen(failure, terminal) }, terminal, talk);
    return exitCode.outside;
  }
  const debugging = terminal.env["FLUXTILT_DEBUG"] === "1";
  const [first = "unknown"] = (error instanceof Error ? error.message : String(error)).split("\n");
  const more = debugging ? "the lines below" : "what the same command says with FLUXTILT_DEBUG=1";
  const help = `this is a bug in fluxtilt ${version}, not in the inventory; please report it with ${more}`;
  tell({ kind: bug, diagnostic: report(bug, `internal error: ${first}`, { help }) }, terminal, talk);
  if (debugging && error instanceof Error) terminal.stderr.write(stackOf(error));
  return exitCode.outside;
}

/** The message of a bug may quote anything. */
function stackOf({ stack = "" }: Error): string {
  return stack
    .split("\n")
    .map((line) => `${visibleLine(line)}\n`)
    .join("");
}

/** As it is told in the current folder; as it stands where that went away during the run. */
function seen(failure: OutsideError, terminal: Terminal): Diagnostic {
  try {
    return failure.toldIn(terminal.cwd);
  } catch {
    return report(failure.kind, failure.message, { help: failure.help });
  }
}

/** The failure outside that an error is; undefined for a bug. */
function outsideOf(error: unknown): OutsideError | undefined {
  const told = error instanceof OutsideError ? error : putInWords(error);
  return told instanceof OutsideError ? told : undefined;
}

/** What nobody has put in words where it happened is still the system's failure, and no bug. */
function putInWords(error: unknown): unknown {
  if (errorCode(error) === "ENOMEM") return outside(error, "get", "memory");
  if (!(error instanceof Error) || !("syscall" in error)) return error;
  const where = "path" in error && typeof error.path === "string" ? error.path : "the system";
  return outside(error, String(error.syscall), where);
}

interface Failure {
  readonly kind: Kind;
  readonly diagnostic: Diagnostic;
}

/**
 * In the format that was chosen. As text where it is not known yet, and where a document for programs is there
 * already: with a second one behind it, neither could be read.
 */
function tell(failure: Failure, { stderr }: Terminal, talk: Talk | undefined): void {
  const isLate = talk?.hasReported() === true && talk.format !== "github";
  if (talk === undefined || isLate)
    stderr.write(textOf(failure, { format: "text", color: talk?.color === true, width: talk?.width ?? 100 }));
  else tellOutside(failure, talk);
}

/** Tells a failure where problems are told: one that a run goes on after, or that ends it. */
export function tellOutside(failure: Failure, talk: Talk): void {
  const channel = talk.format === "text" ? "print" : "report";
  talk[channel](textOf(failure, talk));
}

function textOf(
  { kind, diagnostic }: Failure,
  { format, color, width, version }: Pick<Talk, "format" | "color" | "width"> & Partial<Talk>,
): string {
  return formats[format]([diagnostic], { color, width, version, sources: new Map(), kinds: [kind] });
}
