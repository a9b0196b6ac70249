import type { ChildProcess } from "node:child_process";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const live = new Set<ChildProcess>();

/**
 * Signals a child and everything it started. The child must lead a process group of its own
 * (`detached`); where there are no groups, on Windows, only the child is reached.
 */
export function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === "win32") child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // The group is gone already.
  }
}

function killAll(): void {
  for (const child of live) signalGroup(child, "SIGKILL");
}

function onSignal(signal: NodeJS.Signals): void {
  // Who else listens decides how to end, and may give the children time.
  if (process.listenerCount(signal) > 1) return;
  killAll();
  stopWatching();
  process.kill(process.pid, signal);
}

function startWatching(): void {
  process.on("exit", killAll);
  for (const signal of signals) process.on(signal, onSignal);
}

function stopWatching(): void {
  process.off("exit", killAll);
  for (const signal of signals) process.off(signal, onSignal);
}

/**
 * From now until `release` the child's group is killed when this process ends, by whatever way a
 * process can still act on. A group of its own does not get the terminal's Ctrl-C, so nobody else would.
 */
export function own(child: ChildProcess): { release(): void } {
  if (live.size === 0) startWatching();
  live.add(child);
  return {
    release: () => {
      if (live.delete(child) && live.size === 0) stopWatching();
    },
  };
}
