// What stands before a measured run: one like it that has kept what it found, and an edit since then.
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { milliseconds } from "./measure.mjs";

/** The `before` of a call that is measured once the same call was made, and a file of its folder was edited after it. */
export function afterEdit(path) {
  let isMade = false;
  return (call) => {
    if (!isMade) milliseconds(call);
    isMade = true;
    appendFileSync(join(call.folder, path), "# edited\n");
  };
}
