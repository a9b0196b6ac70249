import { describe, it } from "vitest";
import { onPath } from "../on-path.ts";
import { tiltAvailable } from "./program.ts";

export { onPath };

/**
 * A group of tests that need the real Tilt. Without it they are skipped, with the reason in the
 * group's name; each may take a minute. With `FLUXTILT_REQUIRE_TILT=1` its absence is a failure.
 */
export function describeTilt(name: string, body: () => void): void {
  describeWith("tilt", tiltAvailable() !== undefined, name, body);
}

/** A group of tests that need a helm, as {@link describeTilt}; the variable is `FLUXTILT_REQUIRE_HELM`. */
export function describeHelm(name: string, body: () => void): void {
  describeWith("helm", onPath("helm") !== undefined, name, body);
}

/** A group of tests that need strace, as {@link describeTilt}; the variable is `FLUXTILT_REQUIRE_STRACE`. */
export function describeStrace(name: string, body: () => void): void {
  describeWith("strace", onPath("strace") !== undefined, name, body);
}

function describeWith(
  program: "tilt" | "helm" | "strace",
  isThere: boolean,
  name: string,
  body: () => void,
): void {
  if (isThere) {
    describe(name, { timeout: 60_000 }, body);
  } else if (process.env[`FLUXTILT_REQUIRE_${program.toUpperCase()}`] === "1") {
    describe(name, () => {
      it(`finds ${program} on PATH`, () => {
        throw new Error(`${program} is not on PATH`);
      });
    });
  } else {
    describe.skip(`${name} (skipped: ${program} is not on PATH)`, body);
  }
}
