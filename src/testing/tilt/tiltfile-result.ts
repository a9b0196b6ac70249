import { runCommand } from "./command.ts";
import { requireTilt } from "./program.ts";
import type { Sandbox } from "./sandbox.ts";

/** What Tilt made of a Tiltfile without running it. */
export interface TiltfileResult {
  /** 0 it loads, 5 it does not, 1 Tilt could not ask. */
  readonly exit: number | null;
  /** What Tilt printed as JSON (`Manifests`, `ObjectSet`, `ConfigFiles`, …); undefined when it does not load. */
  readonly json: Readonly<Record<string, unknown>> | undefined;
  readonly stderr: string;
  /** The lines between Tilt's own first and last: prints and warnings look alike here. */
  readonly log: readonly string[];
  /** The log without what was announced as printed on purpose; empty for a file that loads in silence. */
  readonly warnings: readonly string[];
}

export interface TiltfileResultOptions {
  /** What follows `--`: the Tiltfile's own arguments. */
  readonly args?: readonly string[];
  /** Lines that the Tiltfile prints on purpose, such as a banner. */
  readonly prints?: readonly (string | RegExp)[];
}

/**
 * Loads `file` (relative to the project) by `tilt alpha tiltfile-result -v`. Tilt 0.37 writes warnings there
 * as bare lines, without a mark that tells them from `print`; so every line that nobody announced in `prints`,
 * and that is not the echo of a `local()`, counts as one. `TiltUp.warnings()` has Tilt's own list.
 */
export async function tiltfileResult(
  sandbox: Sandbox,
  file = "Tiltfile",
  options: TiltfileResultOptions = {},
): Promise<TiltfileResult> {
  const args = options.args === undefined ? [] : ["--", ...options.args];
  const done = await runCommand(
    [requireTilt().path, "alpha", "tiltfile-result", "-v", "-f", sandbox.path(file), ...args],
    { cwd: sandbox.project, env: sandbox.env },
  );
  const log = done.stderr.split("\n").filter((line) => line !== "" && !tiltsOwn.test(line));
  const announced = (line: string): boolean =>
    (options.prints ?? []).some((print) => (typeof print === "string" ? print === line : print.test(line)));
  return {
    exit: done.exit,
    json: done.exit === 0 ? (JSON.parse(done.stdout) as Record<string, unknown>) : undefined,
    stderr: done.stderr,
    log,
    warnings: log.filter((line) => !localEcho.test(line) && !announced(line)),
  };
}

const tiltsOwn = /^(Loading Tiltfile at: |Successfully loaded Tiltfile \()/;
const localEcho = /^(local: | → )/;
