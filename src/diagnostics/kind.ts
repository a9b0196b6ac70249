import type { Guesses } from "./nearest.ts";
import type { Code, Diagnostic, Related, Severity, Span } from "./diagnostic.ts";

/**
 * A kind of problem, as `fluxtilt explain` tells it. Each stage declares its own beside the code
 * that reports them; `cli/explain` collects them.
 */
export interface Kind {
  readonly code: Code;
  readonly severity: Severity;
  /** What is wrong, in a few words. */
  readonly title: string;
  /** Why it matters: what Tilt, Flux or a person would do with it. */
  readonly why: string;
  /** The smallest text that shows the problem, and the same text put right. */
  readonly wrong: string;
  readonly right: string;
  /** Where the rule comes from, when it is not ours. */
  readonly source?: string;
}

export interface Details {
  readonly span?: Span | undefined;
  readonly label?: string | undefined;
  readonly help?: string | undefined;
  readonly related?: readonly Related[] | undefined;
}

/** What is told where a problem is reported among many of its kind. */
export interface Telling extends Details {
  readonly target?: "key" | "value" | undefined;
  /** What was likely meant, said in the place of `help`. It is looked for while there are not too many problems. */
  readonly near?: ((guesses: Guesses) => string | undefined) | undefined;
}

/** Reports one problem of a kind. */
export function report(kind: Kind, message: string, details: Details = {}): Diagnostic {
  return { code: kind.code, severity: kind.severity, message, ...details };
}
