import { realpathSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onPath } from "../tilt/available.ts";
import { runCommand, type Finished } from "../tilt/command.ts";
import type { Sandbox } from "../tilt/sandbox.ts";

/** The folder of the support scripts. */
export const scriptFolder = fileURLToPath(new URL("../../../templates/lib", import.meta.url));

export const kustomization = "kustomizations.kustomize.toolkit.fluxcd.io";
export const helmRelease = "helmreleases.helm.toolkit.fluxcd.io";

/** The shell of this machine, and the two that stand for all others; one that is `sh` itself is not asked twice. */
export const shells = [["sh"], ["dash"], ["bash", "--posix"]].filter(([name = ""]) => {
  const path = onPath(name);
  return path !== undefined && (name === "sh" || realpathSync(path) !== realpathSync(onPath("sh") ?? path));
});

/** How `shell` is told to run a support script. */
export function scriptArgv(
  shell: readonly string[],
  script: string,
  words: readonly string[],
): [string, ...string[]] {
  const [program = "sh", ...flags] = shell;
  return [program, ...flags, join(scriptFolder, script), ...words];
}

/** Runs a support script in the project, with more environment. */
export function runScript(
  sandbox: Sandbox,
  argv: readonly [string, ...string[]],
  env: Readonly<Record<string, string>> = {},
): Promise<Finished> {
  return runCommand(argv, { cwd: sandbox.project, env: { ...sandbox.env, ...env } });
}
