/** How long the parts of a run take. */
export interface Stopwatch {
  /** Counts the time since the last call, or since the process began, to a part; parts add up. */
  readonly lap: (part: string) => void;
  /** Milliseconds by part, in the order in which they were first met. */
  readonly laps: () => ReadonlyMap<string, number>;
}

/** A stopwatch that began with the process; `now` is the time since then, in milliseconds. */
export function startStopwatch(now: () => number = () => performance.now()): Stopwatch {
  const laps = new Map<string, number>();
  let last = 0;
  return {
    lap: (part) => {
      const time = now();
      laps.set(part, (laps.get(part) ?? 0) + time - last);
      last = time;
    },
    laps: () => laps,
  };
}
