// Many cases measured in turn.
import { median, milliseconds, usage } from "./measure.mjs";

/**
 * Measures cases round by round, so that a slow minute of the machine slows all of them. A case has a `name`, the
 * arguments and folder of one process, maybe a `program` other than Node and `rounds` of its own, and `before`,
 * which runs outside of the measured time. Answers each with its `times`, their `median`, and what it used.
 */
export function inTurn({ rounds, cache }) {
  return (cases) => {
    const results = cases.map((each) => {
      const one = { rounds, ...each, cache };
      one.before?.();
      // The first run also warms the caches of disk and compiler.
      return { ...one, ...usage(one), times: [] };
    });
    const most = Math.max(...results.map((one) => one.rounds));
    for (let round = 0; round < most; round += 1) {
      for (const result of results.filter((one) => round < one.rounds)) {
        result.before?.();
        result.times.push(milliseconds(result));
      }
    }
    return results.map((result) => ({ ...result, median: median(result.times) }));
  };
}
