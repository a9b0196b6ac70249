import { spawnSync } from "node:child_process";
import { onPath } from "../on-path.ts";

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
