import { setTimeout as pause } from "node:timers/promises";

/** The options of a wait: `timeoutMs` (20 s), and what to add to the error, asked only when it is thrown. */
export interface Patience {
  readonly timeoutMs?: number;
  readonly explain?: () => string;
}

/**
 * Asks again every 50 ms until the answer is not undefined, and gives it. Rejects with
 * "no <what> within <n> ms" and the explanation when the time is over.
 */
export async function until<T>(
  what: string,
  ask: () => T | undefined | Promise<T | undefined>,
  patience: Patience = {},
): Promise<T> {
  const timeoutMs = patience.timeoutMs ?? 20_000;
  const end = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw new Error(`no ${what} within ${timeoutMs} ms\n${patience.explain?.() ?? ""}`);
    await pause(50);
  }
}
