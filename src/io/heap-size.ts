import { getHeapStatistics } from "node:v8";

/** How many bytes the heap may grow to before Node ends: its own measure, or that of `--max-old-space-size`. */
export function heapSize(): number {
  return getHeapStatistics().heap_size_limit;
}
