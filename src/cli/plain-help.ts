/** Whether a call asks for help in one of its plain forms, so that no command is run. */
export function asksForHelp([first = "", second, third, ...more]: readonly string[]): boolean {
  if (more.length > 0) return false;
  if (third !== undefined)
    return first === "help" && ![second, third].some((word) => word?.startsWith("-") === true);
  const isAsked = (word: string): boolean => word === "--help" || word === "-h";
  if (second === undefined) return isAsked(first) || first === "help";
  return !first.startsWith("-") && (isAsked(second) || (first === "help" && !second.startsWith("-")));
}
