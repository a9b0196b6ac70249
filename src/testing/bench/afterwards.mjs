// What stands before a measured run: one like it that has kept what it found, and maybe a change since then.
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { milliseconds } from "./measure.mjs";

/** The `before` of a call that is measured once the same call was made, and `changed`, a file, was edited after it. */
export function afterRun(changed) {
  let isMade = false;
  return (call) => {
    if (!isMade) milliseconds(call);
    isMade = true;
    if (changed !== undefined) appendFileSync(join(call.folder, changed), "# edited\n");
  };
}
