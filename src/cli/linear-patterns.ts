import { setFlagsFromString } from "node:v8";

/**
 * Lets patterns end in time that grows with the text, not with the number of ways to read it: where V8 has
 * gone back too often it takes its second engine, which never does. Globs and selectors come from files that
 * anybody may have written, and `(a+)+$` would hang a run. Patterns with look-around or back references are
 * not covered: ours are few, and what globs are made into looks ahead (`pattern-ways.ts` says which are taken).
 */
export function keepPatternsLinear(): void {
  setFlagsFromString("--enable-experimental-regexp-engine-on-excessive-backtracks");
}
