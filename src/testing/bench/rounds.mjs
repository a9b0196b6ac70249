// Many cases measured in turn.
import { median, milliseconds, timed, usage } from "./measure.mjs";

/**
 * Measures cases round by round, so that a slow minute of the machine slows all of them. A case is a call with a
 * `name`, and maybe with `before`, which runs outside of the measured time. Answers each with its `times`, their
 * `median`, and what it used in a run before; of a case with `once`, which takes long, that run is the only one.
 */
export function inTurn({ rounds, cache }) {
  return (cases) => {
    const results = cases.map((each) => {
      const one = { ...each, cache };
      one.before?.(one);
      // The first run also warms the caches of disk and compiler.
      const [used, time] = timed(() => usage(one));
      return { ...one, ...used, times: one.once ? [time] : [] };
    });
    for (let round = 0; round < rounds; round += 1) {
      for (const result of results.filter((one) => !one.once)) {
        result.before?.(result);
        result.times.push(milliseconds(result));
      }
    }
    return results.map((result) => ({ ...result, median: median(result.times) }));
  };
}
