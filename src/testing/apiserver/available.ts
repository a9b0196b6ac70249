import { describe, it } from "vitest";
import { lackingPrograms, requireApiServer } from "./programs.ts";

/**
 * A group of tests that need a real API server. Without one they are skipped, with the reason in the
 * group's name. With `FLUXTILT_REQUIRE_APISERVER=1` its absence is a failure.
 */
export function describeApiServer(name: string, body: () => void): void {
  if (lackingPrograms().length === 0) {
    describe(name, { timeout: 120_000 }, body);
  } else if (process.env["FLUXTILT_REQUIRE_APISERVER"] === "1") {
    describe(name, () => {
      it("finds etcd, kube-apiserver and kubectl on PATH", requireApiServer);
    });
  } else {
    describe.skip(`${name} (skipped: not on PATH: ${lackingPrograms().join(", ")})`, body);
  }
}
