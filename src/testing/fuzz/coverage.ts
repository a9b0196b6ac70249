import { Session } from "node:inspector";

interface Range {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly count: number;
}

/** What V8 counted since it was asked last. */
interface Counted {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly { readonly ranges: readonly Range[] }[];
  }[];
}

/** Tells whether an input went somewhere that none before it did. */
export interface Coverage {
  /** How many places of the bundle were reached that were not before; called once after each input. */
  readonly news: () => number;
}

/** Lets V8 count which blocks of the bundle at `file` are run. */
export function watchCoverage(file: string): Coverage {
  const session = new Session();
  session.connect();
  session.post("Profiler.enable");
  session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  const seen = new Set<string>();
  return {
    news: () => {
      const before = seen.size;
      session.post("Profiler.takePreciseCoverage", (_, { result }: Counted) => {
        for (const { url, functions } of result)
          if (url.endsWith(file))
            for (const { ranges } of functions)
              for (const { startOffset, endOffset, count } of ranges)
                // How often, in steps: twice is news, the hundredth time is not.
                if (count > 0)
                  seen.add(`${startOffset}-${endOffset}-${Math.min(3, Math.floor(Math.log2(count) / 3))}`);
      });
      return seen.size - before;
    },
  };
}
