import { versions } from "node:process";
import { getHeapStatistics } from "node:v8";

/**
 * What V8 adds to its limit for what is new, in bytes: three semi-spaces at their largest (`v8/src/heap/heap.cc`).
 * What lasts cannot have that.
 */
const forWhatIsNew = 3 * (Number.parseInt(versions.node) < 24 ? 16 : 64) * 1024 * 1024;

/** How many bytes of what lasts there may be before Node ends: its own measure, or that of `--max-old-space-size`. */
export function heapSize(): number {
  const limit = getHeapStatistics().heap_size_limit;
  // Less was asked for what is new where the rest would be next to nothing.
  return Math.max(limit - forWhatIsNew, limit / 4);
}
