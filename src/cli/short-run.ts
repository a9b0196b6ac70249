import { setFlagsFromString } from "node:v8";

/** How V8 is told how soon to optimise a function: for a short run, and as it does by itself. */
interface Optimiser {
  readonly patient: string;
  readonly itself: string;
}

/** By major version of Node, of those that were measured: V8 complains about a flag that it does not know. */
const optimisers: Readonly<Record<string, Optimiser>> = {
  20: { patient: "--interrupt-budget=1000000", itself: "--interrupt-budget=67584" },
  22: { patient: "--invocation-count-for-turbofan=30000", itself: "--invocation-count-for-turbofan=3000" },
  24: { patient: "--invocation-count-for-maglev=4000", itself: "--invocation-count-for-maglev=400" },
};

/** Marking what is garbage begins when the heap has reached its limit, instead of well before. */
const lateMarking = ["--incremental-marking-soft-trigger=100", "--incremental-marking-hard-trigger=100"];

/** V8 takes tokens of YAML for what will last, and then looks for them among what does. */
const allIsNew = "--no-allocation-site-pretenuring";

/** What V8 is told of a large inventory, and of others. */
const large = [
  // By how many per cent of what is in use the heap may grow before V8 looks for garbage in all of it.
  { flag: "--heap-growing-percent=600", itself: "--heap-growing-percent=0" },
  // Nearly all that is new is garbage soon: there is no need for more room to see it. On Node 24, V8 takes 128 MB.
  { flag: "--semi-space-growth-factor=1", itself: "--semi-space-growth-factor=2" },
];

/** An inventory of so much text pays for an optimiser that does not wait: some 5,000 workloads. */
const muchText = 1024 * 1024;

const [major = ""] = process.versions.node.split(".");
const optimiser = optimisers[major];

/**
 * Has V8 do less beforehand. It optimises a function only once it has run some ten times as often as V8 would
 * wait for by itself, on Node 24 only the first of its two optimisers, and two and a half times as often: most of
 * what it optimised in a run on a hundred workloads was not used enough to pay for it. And it does not begin to look
 * for garbage in a heap that such a run never fills.
 */
export function tuneForShortRuns(): void {
  if (optimiser === undefined) return;
  for (const flag of [optimiser.patient, ...lateMarking, allIsNew]) setFlagsFromString(flag);
}

/**
 * Does some of the work on an inventory that is so long; for a large one, V8 optimises as soon as it would by
 * itself, and does not look through a heap of which nearly all is still in use. Only meanwhile: code is loaded and
 * kept with the flags of {@link tuneForShortRuns}, or V8 refuses it.
 */
export function tunedFor<Result>(size: number, work: () => Result): Result {
  if (optimiser === undefined || size < muchText) return work();
  for (const flag of [optimiser.itself, ...large.map(({ flag }) => flag)]) setFlagsFromString(flag);
  try {
    return work();
  } finally {
    for (const flag of [optimiser.patient, ...large.map(({ itself }) => itself)]) setFlagsFromString(flag);
  }
}
