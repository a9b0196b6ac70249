import { engines } from "../../package.json";
import { noProgram } from "../io/kinds.ts";
import { OutsideError } from "../io/outside-error.ts";

/**
 * Throws `OutsideError` on a Node that lacks what this program is made of, which would else look like a bug of
 * ours. The first releases of Node 21 and 22 lack it too, though their number is high enough.
 */
export function requireNode(process: Pick<NodeJS.Process, "version"> & { getBuiltinModule?: unknown }): void {
  const oldest = engines.node.replace(">=", "");
  if (!isBefore(process.version.slice(1), oldest) && process.getBuiltinModule !== undefined) return;
  throw new OutsideError({
    kind: noProgram,
    path: "fluxtilt",
    attempt: "run",
    reason: `this is Node.js ${process.version}, and it needs ${oldest}, 22.3 or later`,
    help: "install another Node.js: https://nodejs.org/en/download",
  });
}

/** Whether a version comes before another; the collator of `Intl` would need 6 ms of every start for it. */
function isBefore(version: string, other: string): boolean {
  const [parts, others] = [version.split(".").map(Number), other.split(".").map(Number)];
  const at = parts.findIndex((part, index) => part !== others[index]);
  return (parts[at] ?? 0) < (others[at] ?? 0);
}
