import { spawnSync } from "node:child_process";
import { describe, it } from "vitest";
import { onPath } from "../on-path.ts";

export { onPath };

/** The Tilt that was found: the absolute path of its binary and what `tilt version` says, e.g. `v0.37.6`. */
export interface Tilt {
  readonly path: string;
  readonly version: string;
}

let found: Tilt | undefined | null = null;

/** Tilt from PATH, asked once for its version; undefined where there is none or where it does not run. */
export function tiltAvailable(): Tilt | undefined {
  if (found !== null) return found;
  const path = onPath("tilt");
  const asked = path === undefined ? undefined : spawnSync(path, ["version"], { encoding: "utf8" });
  const version = /^(v\S+),/.exec(asked?.stdout ?? "")?.[1];
  found = path === undefined || version === undefined ? undefined : { path, version };
  return found;
}

/** Tilt, or an error that says what to do: for code that only runs under `describeTilt`. */
export function requireTilt(): Tilt {
  const tilt = tiltAvailable();
  if (tilt === undefined)
    throw new Error("tilt is not on PATH: install it, see https://docs.tilt.dev/install");
  return tilt;
}

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
