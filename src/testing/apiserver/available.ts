import { describe, it } from "vitest";
import { onPath } from "../tilt/available.ts";

const programs = ["etcd", "kube-apiserver", "kubectl"] as const;

/** What a real API server needs and this machine lacks. */
function lacking(): readonly string[] {
  return programs.filter((name) => onPath(name) === undefined);
}

/** True where a real API server can be started. */
export function apiServerAvailable(): boolean {
  return lacking().length === 0;
}

/** An error that says what to do, where the API server cannot be started. */
export function requireApiServer(): void {
  const missing = lacking();
  if (missing.length > 0)
    throw new Error(
      `${missing.join(" and ")} not on PATH: .ci/run installs etcd and builds kube-apiserver from .ci/tools/apiserver`,
    );
}

/**
 * A group of tests that need a real API server. Without one they are skipped, with the reason in the
 * group's name. With `FLUXTILT_REQUIRE_APISERVER=1` its absence is a failure.
 */
export function describeApiServer(name: string, body: () => void): void {
  if (apiServerAvailable()) {
    describe(name, { timeout: 120_000 }, body);
  } else if (process.env["FLUXTILT_REQUIRE_APISERVER"] === "1") {
    describe(name, () => {
      it("finds etcd, kube-apiserver and kubectl on PATH", requireApiServer);
    });
  } else {
    describe.skip(`${name} (skipped: not on PATH: ${lacking().join(", ")})`, body);
  }
}
