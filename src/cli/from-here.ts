import { join } from "node:path";
import { wayFrom } from "../io/paths.ts";
import type { Session } from "./session.ts";

/** Paths as a person in the current folder would type them. */
export function fromHere({ cwd, files }: Pick<Session, "cwd" | "files">): (path: string) => string {
  if (cwd === files.root) return (path) => path;
  return (path) => wayFrom(cwd, join(files.root, path)) || ".";
}
