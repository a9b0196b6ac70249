import { uptime } from "node:process";

/** How many seconds a run may hold the process without a turn for signals and timers. */
const longest = 0.025;

// Not of `performance`: its ten files of Node take 2 ms to load.
let since = uptime();

/**
 * Lets signals, timers and streams have their turn, when they had none for a while. What asks the disk without
 * waiting for it must await this: Ctrl-C would not be heard otherwise.
 */
export async function turn(): Promise<void> {
  if (uptime() - since < longest) return;
  await new Promise((resolve) => setImmediate(resolve));
  since = uptime();
}
