/** What a program said, or why it said nothing. */
export type Answer =
  | {
      readonly kind: "ended";
      readonly code: number;
      readonly stdout: string;
      readonly stderr: string;
    }
  /** It could not be started. */
  | { readonly kind: "absent"; readonly reason: string; readonly help: string }
  /** It was ended: it took too long, said too much, or somebody else ended it. */
  | { readonly kind: "silent"; readonly is: "late" | "long" | "killed"; readonly reason: string };

/**
 * Asks a program, handed in: this stage starts none. Never throws but on an interrupt, and where the machine
 * can start nothing at all.
 */
export type Ask = (
  argv: readonly string[],
  options?: { readonly timeoutMs?: number | undefined },
) => Promise<Answer>;
