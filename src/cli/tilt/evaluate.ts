import type { Kind } from "../../diagnostics/kind.ts";
import type { TiltfileResult } from "../../evaluated/seen.ts";
import { brokenOutput } from "../../io/kinds.ts";
import { OutsideError } from "../../io/outside-error.ts";
import { runToEnd, type Run } from "../../io/process.ts";
import { complaint, fromJson } from "../doctor/ask.ts";
import { noExtensions } from "./kinds.ts";

/** One Tiltfile and how it is loaded. */
export interface Load {
  /** Absolute. */
  readonly file: string;
  /** What follows `--`. */
  readonly args?: readonly string[] | undefined;
  /** The kube context; the current one unless told. */
  readonly context?: string | undefined;
  /** Laid over our own environment; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
}

/** What Tilt made of it, or its own words about what is wrong in it. */
export type Evaluation =
  | { readonly loaded: true; readonly result: TiltfileResult; readonly said: readonly string[] }
  | { readonly loaded: false; readonly refusal: string };

/** A Tiltfile may call programs while it loads, and the first load fetches the extensions. */
const patienceMs = 180_000;
/** Exit code of `tilt alpha tiltfile-result` for what is wrong in the Tiltfile itself. */
const refused = 5;

/**
 * Loads a Tiltfile with the user's own Tilt, which runs nothing but what the file calls by `local()`.
 * Throws `OutsideError` where Tilt is missing, hangs, or cannot have the extensions.
 */
export async function evaluate(run: Run, cwd: string, load: Load, signal: AbortSignal): Promise<Evaluation> {
  const { file, args = [], context, env } = load;
  const argv = [
    ...["tilt", "alpha", "tiltfile-result", "--verbose", "--file", file],
    ...(context === undefined ? [] : ["--context", context]),
    ...(args.length === 0 ? [] : ["--", ...args]),
  ];
  const done = await runToEnd(run, argv, {
    cwd,
    env: { TILT_DISABLE_ANALYTICS: "1", ...env },
    timeoutMs: patienceMs,
    missing: "install Tilt, which loads the Tiltfile: https://docs.tilt.dev/install",
    signal,
  });
  const said = done.stderr.split("\n").filter((line) => line !== "" && !tiltsOwn.test(line));
  if (done.code === refused) {
    const refusal = refusalIn(said);
    if (unfetched.test(refusal))
      throw failed(
        noExtensions,
        file,
        refusal.split("\n").at(-1) ?? "",
        "Tilt fetches extensions once: try again with a network",
      );
    return { loaded: false, refusal };
  }
  const result = done.code === 0 ? fromJson(done.stdout) : undefined;
  if (typeof result !== "object" || result === null)
    throw failed(
      brokenOutput,
      file,
      `tilt says: ${complaint({ stderr: done.stderr, stdout: "" })}`,
      "`fluxtilt doctor` looks at what Tilt needs",
    );
  return { loaded: true, result, said };
}

function failed(kind: Kind, path: string, reason: string, help: string): OutsideError {
  return new OutsideError({ kind, path, attempt: "load", reason, help });
}

const tiltsOwn = /^(Loading Tiltfile at: |Successfully loaded Tiltfile \()/;
const unfetched = /loading extension repo .*download error|sync to ref /;

/**
 * Everything from the traceback on; without one all of what Tilt says of a context that the file does not
 * allow (internal/tiltfile/tiltfile_state.go), or the last line: a mistake of syntax.
 */
function refusalIn(said: readonly string[]): string {
  const start = said.lastIndexOf("Traceback (most recent call last):");
  if (start >= 0) return said.slice(start + 1).join("\n");
  return said.slice(said.findLastIndex((line) => line.startsWith("Stop! "))).join("\n");
}
