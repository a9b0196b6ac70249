import { readyPattern } from "../ready-pattern.ts";
import { BuildError, LimitError } from "./build-error.ts";

/** Look-around and back references, which Go's patterns do not have. */
const unknownToGo = /\(\?(?:[=!]|<[=!])|(?<!\\)(?:\\\\)*\\[1-9k]/;
/** A counted repeat beside a repeated group: the one thing that V8 can only try in every way. */
const counted = /\{\d+(?:,\d*)?\}/;
const repeatedGroup = /\)[*+?{]/;

/**
 * A pattern that a kustomization brings, as Go reads it; `before` and `after` are put around it. Throws
 * BuildError for what Go refuses, and for what could take for ever here.
 */
export function goPattern(source: string, before: string, after: string): RegExp {
  const flags = /^\(\?([ims]+)\)/.exec(source);
  const body = flags === null ? source : source.slice(flags[0].length);
  if (unknownToGo.test(body)) throw new BuildError(`\`${source}\` is no pattern`);
  if (counted.test(body) && repeatedGroup.test(body))
    throw new LimitError(`\`${source}\` counts repeats within a repeated group, which is not followed`);
  try {
    return readyPattern(`${before}${body}${after}`, flags?.[1]);
  } catch {
    throw new BuildError(`\`${source}\` is no pattern`);
  }
}
