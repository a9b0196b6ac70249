import type { Code } from "../../diagnostics/diagnostic.ts";

/**
 * A mistake that somebody who writes Tiltfiles by hand can make, and what becomes of it here: the rules that
 * tell it, or why no inventory can lead to it, or both.
 */
export interface Mistake {
  /** In our words, as a Markdown table takes it: a noun phrase. */
  readonly mistake: string;
  readonly told?: readonly Code[];
  /** Why it cannot happen in what is generated: a sentence. */
  readonly impossible?: string;
}

/** Mistakes that come to light in the same way. */
export interface Mistakes {
  readonly title: string;
  readonly text: string;
  readonly rows: readonly Mistake[];
}
