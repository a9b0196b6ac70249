import { join, relative, sep } from "node:path";
import type { Session } from "./session.ts";

/** Paths as a person in the current folder would type them. */
export function fromHere({ cwd, files }: Pick<Session, "cwd" | "files">): (path: string) => string {
  if (cwd === files.root) return (path) => path;
  return (path) => relative(cwd, join(files.root, path)).split(sep).join("/") || ".";
}
