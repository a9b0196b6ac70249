import type { Value } from "../value.ts";

/** One YAML document of a file. */
export interface YamlDocument {
  readonly value: Value;
  /** The line, from 1, on which its content begins. */
  readonly line: number;
  /** Paths through maps to keys with nothing behind them, not even `null`. */
  readonly bareNulls: readonly (readonly string[])[];
}
