/** How long a run may hold the process without a turn for signals and timers. */
const longestMs = 25;

let since = performance.now();

/**
 * Lets signals, timers and streams have their turn, when they had none for a while. What asks the disk without
 * waiting for it must await this: Ctrl-C would not be heard otherwise.
 */
export async function turn(): Promise<void> {
  if (performance.now() - since < longestMs) return;
  await new Promise((resolve) => setImmediate(resolve));
  since = performance.now();
}
