import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import { withoutWaiting } from "../../io/without-waiting.ts";

/**
 * The bytes of a file that is this user's own, and that nobody else may write: what is kept is run, or said as if
 * it were true. Undefined for any other, and for what is no file. Throws what the system says.
 */
export function readOwn(path: string): Buffer | undefined {
  const file = openSync(path, withoutWaiting);
  try {
    const stat = fstatSync(file);
    // Windows has no such owner, and a folder of each user's own.
    const isOwn =
      process.getuid === undefined || (stat.uid === process.getuid() && (stat.mode & 0o022) === 0);
    return isOwn && stat.isFile() ? readFileSync(file) : undefined;
  } finally {
    closeSync(file);
  }
}
