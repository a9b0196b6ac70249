import type { Kind } from "../../diagnostics/kind.ts";

export const noExtensions: Kind = {
  code: "FT944",
  severity: "error",
  title: "Tilt's extensions cannot be had",
  why: "Tilt fetches them once, with git, into a folder of its own. Without them it loads no file that uses one.",
  wrong: "fluxtilt verify, on a machine without a network on which Tilt has never run",
  right: "tilt up once with a network, or `tilt.extensions.url` with the address of a copy",
};

/** Every kind of failure of loading a file with Tilt that is no program's and no file's own. */
export const tiltKinds: readonly Kind[] = [noExtensions];
