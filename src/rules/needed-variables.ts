/**
 * Variables that a command must have as they are: POSIX.1-2017, "Environment Variables", and those of the
 * programs that buttons and tasks run.
 */
export const neededVariables: ReadonlySet<string> = new Set([
  "HOME",
  "IFS",
  "KUBECONFIG",
  "LANG",
  "PATH",
  "PWD",
  "SHELL",
  "TERM",
  "TMPDIR",
  "USER",
]);
