import { setFlagsFromString } from "node:v8";

/** Marking what is garbage begins when the heap has reached its limit, instead of well before. */
const lateMarking = ["--incremental-marking-soft-trigger=100", "--incremental-marking-hard-trigger=100"];

/** By major version of Node, of those that were measured: V8 complains about a flag that it does not know. */
const flags: Readonly<Record<string, readonly string[]>> = {
  20: ["--interrupt-budget=1000000", ...lateMarking],
  22: ["--invocation-count-for-turbofan=30000", ...lateMarking],
  24: ["--invocation-count-for-maglev=1000", ...lateMarking],
};

/**
 * Has V8 do less beforehand. It optimises a function only once it has run some ten times as often as V8 would
 * wait for by itself, on Node 24 only the first of its two optimisers, and two and a half times as often: most of
 * what it optimised in a run on a hundred workloads was not used enough to pay for it. And it does not begin to look
 * for garbage in a heap that such a run never fills. A large inventory gets to both all the same.
 */
export function tuneForShortRuns(): void {
  const [major = ""] = process.versions.node.split(".");
  for (const flag of flags[major] ?? []) setFlagsFromString(flag);
}
