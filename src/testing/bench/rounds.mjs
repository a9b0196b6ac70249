// Many cases measured in turn.
import { median, milliseconds, usage } from "./measure.mjs";

/**
 * Measures cases round by round, so that a slow minute of the machine slows all of them. A case is a call with a
 * `name`, maybe with fewer rounds than the others, and `before`, which runs outside of the measured time. Answers
 * each with its `times`, their `median`, and what it used.
 */
export function inTurn({ rounds, cache }) {
  return (cases) => {
    const results = cases.map((each) => {
      const one = { ...each, cache };
      one.before?.(one);
      // The first run also warms the caches of disk and compiler.
      return { ...one, ...usage(one), times: [] };
    });
    for (let round = 0; round < rounds; round += 1) {
      for (const result of results.filter((one) => round < (one.rounds ?? rounds))) {
        result.before?.(result);
        result.times.push(milliseconds(result));
      }
    }
    return results.map((result) => ({ ...result, median: median(result.times) }));
  };
}
