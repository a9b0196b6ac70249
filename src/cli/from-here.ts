import { join } from "node:path";
import type { Files } from "../io/files.ts";
import { wayFrom } from "../io/paths.ts";

/** Where a command was called, and the folder of its inventory. */
export interface Standpoint {
  readonly cwd: string;
  readonly files: Pick<Files, "root">;
}

/** Paths as a person in the current folder would type them. */
export function fromHere({ cwd, files }: Standpoint): (path: string) => string {
  if (cwd === files.root) return (path) => path;
  return (path) => wayFrom(cwd, join(files.root, path)) || ".";
}
