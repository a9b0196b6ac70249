import { onPath } from "../on-path.ts";

const programs = ["etcd", "kube-apiserver", "kubectl"] as const;

/** What a real API server needs and this machine lacks. */
export function lackingPrograms(): readonly string[] {
  return programs.filter((name) => onPath(name) === undefined);
}

/** An error that says what to do, where the API server cannot be started. */
export function requireApiServer(): void {
  const missing = lackingPrograms();
  if (missing.length > 0)
    throw new Error(
      `not on PATH: ${missing.join(", ")}; .ci/run installs etcd and builds kube-apiserver from .ci/tools/apiserver`,
    );
}
