import { formats } from "../diagnostics/formats.ts";
import { report, type Kind } from "../diagnostics/kind.ts";
import { exitCode, type ExitCode } from "./exit-code.ts";
import type { Talk } from "./talk.ts";

export const unusableCall: Kind = {
  code: "FT981",
  severity: "error",
  title: "the call cannot be used",
  why: "An option, an argument or a name in the call means nothing here. Nothing was written.",
  wrong: "fluxtilt check --fromat json",
  right: "fluxtilt check --format json",
};

/** Every kind of mistake in a call. */
export const callKinds: readonly Kind[] = [unusableCall];

/**
 * Tells what is wrong with a call; the run ends with the exit code. As text without a code, since a person sees the
 * call itself; in the formats for programs as every other problem, unless there is a document already.
 */
export function unusable(talk: Talk, message: string, help?: string): ExitCode {
  const { format, color, width, version } = talk;
  if (format === "text" || (talk.hasReported() && format !== "github"))
    for (const line of [`fluxtilt: ${message}`, ...helpLines(help)]) talk.say(line);
  else {
    const context = { color, width, version, sources: new Map(), kinds: callKinds };
    talk.report(formats[format]([report(unusableCall, message, { help })], context));
  }
  return exitCode.unusable;
}

/** Help may have several lines: a program's own words. */
function helpLines(help: string | undefined): readonly string[] {
  return help?.split("\n").map((line, index) => `${index === 0 ? "help:" : "     "} ${line}`.trimEnd()) ?? [];
}
