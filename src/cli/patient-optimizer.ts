import { setFlagsFromString } from "node:v8";

/** How each major version of Node is told to wait; V8 complains about a flag that it does not know. */
const flags: Readonly<Record<string, string>> = {
  20: "--interrupt-budget=1000000",
  22: "--invocation-count-for-turbofan=30000",
};

/**
 * Lets V8 optimise a function only once it has run some ten times as often as V8 would wait for by itself. A run
 * is short, and its code runs cold: a third of a run on a hundred workloads went to optimised code that was not
 * used enough to pay for it. What is really hot, in a large inventory, gets there all the same.
 */
export function optimizePatiently(): void {
  const [major = ""] = process.versions.node.split(".");
  const flag = flags[major];
  if (flag !== undefined) setFlagsFromString(flag);
}
