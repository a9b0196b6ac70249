/** How a run ended, for scripts. */
export const exitCode = {
  fine: 0,
  /** The check found something: stale output, a rule that does not hold. */
  found: 1,
  /** The inventory or the call cannot be used. */
  unusable: 2,
  /** Something outside failed: a program is missing, the cluster does not answer, the disk is full. */
  outside: 3,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
