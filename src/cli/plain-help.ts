/** Whether a call asks for help in one of its plain forms, so that no command is run. */
export function asksForHelp([first = "", second, ...more]: readonly string[]): boolean {
  if (more.length > 0) return false;
  const isAsked = (word: string): boolean => word === "--help" || word === "-h";
  if (second === undefined) return isAsked(first) || first === "help";
  return !first.startsWith("-") && (isAsked(second) || (first === "help" && !second.startsWith("-")));
}
