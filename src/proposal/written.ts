import { at, type Origin } from "../source/origin.ts";
import { valueAt as valueOf } from "../source/scalar-text.ts";

export type { Origin };

/** What was written below an origin; undefined where nothing is. */
export function valueAt(origin: Origin, ...steps: readonly string[]): unknown {
  return valueOf(at(origin, ...steps));
}
