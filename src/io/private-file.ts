import { chmod, open, readFile, rename, rm } from "node:fs/promises";
import { errorCode, outside } from "./outside-error.ts";

/** The text of a file anywhere on this machine; undefined where there is none. */
export async function readAnywhere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw outside(error, "read", path);
  }
}

/**
 * Writes a file that only its owner may read, from its first byte on: beside its place, then moved there, so
 * that it is wholly old or wholly new.
 */
export async function writePrivate(path: string, text: string): Promise<void> {
  const fresh = `${path}.${process.pid}.tmp`;
  try {
    const file = await open(fresh, "wx", 0o600);
    try {
      await file.writeFile(text);
    } finally {
      await file.close();
    }
    // The umask may have taken more away than others' rights.
    await chmod(fresh, 0o600);
    await rename(fresh, path);
  } catch (error) {
    await rm(fresh, { force: true });
    throw outside(error, "write", path);
  }
}
