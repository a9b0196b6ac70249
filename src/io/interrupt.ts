const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** The run was interrupted by a person or by the system: exit code 130, and nothing to explain. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
  readonly exitCode = 130;
  readonly signal: NodeJS.Signals;

  constructor(signal: NodeJS.Signals) {
    super(`interrupted by ${signal}`);
    this.signal = signal;
  }
}

export interface InterruptWatch {
  /** Aborted at the first signal, with an `Interrupted` as its reason. */
  readonly signal: AbortSignal;
  /** Gives the signals back to the system. */
  stop(): void;
}

/**
 * Turns SIGINT, SIGTERM and SIGHUP into an abort, so that children are ended and files are left whole.
 * The second signal ends the process at once with exit code 130.
 */
export function watchInterrupts(): InterruptWatch {
  const controller = new AbortController();
  const onSignal = (signal: NodeJS.Signals): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort(new Interrupted(signal));
  };
  for (const signal of signals) process.on(signal, onSignal);
  return {
    signal: controller.signal,
    stop: () => {
      for (const signal of signals) process.off(signal, onSignal);
    },
  };
}
