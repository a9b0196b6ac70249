import type { Ask } from "../doctor/ask.ts";

/** Why a server cannot be asked, and what mends it. */
export interface Unreached {
  readonly cause: string;
  readonly help: string;
}

/** What the way to every server shares. */
export interface Way {
  readonly ask: Ask;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The kube context, looked for once and only where it is needed. */
  readonly context: () => Promise<string | Unreached>;
  /** Of each answer. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly version: string;
}
