import { didYouMean } from "../diagnostics/nearest.ts";

/** What stands below the options in `fluxtilt --help`. */
export const moreHelp = `
Examples:
  fluxtilt init                          write a first inventory to start from
  fluxtilt generate && tilt up           write the Tiltfiles, and open the dashboard
  fluxtilt watch                         write them again whenever the inventory changes
  fluxtilt check --format github         in CI: fail on what is stale, missing or edited by hand
  fluxtilt list ports                    which local port leads where
  fluxtilt explain FT201                 what a problem means and what mends it

Exit codes:
  0    fine
  1    something was found: a rule that does not hold, a file that is not current
  2    the inventory or the call cannot be used
  3    something outside failed: a program is missing, the disk is full
  130  interrupted`;

/** What is wrong with a call, and what mends it. */
export interface UsageError {
  readonly message: string;
  readonly help?: string | undefined;
}

/**
 * A mistake in the call as it is told: commander's own text has `error: …` and perhaps `(Did you mean …?)` on a
 * line of its own.
 */
export function usageError(text: string, command: string): UsageError {
  const [first = "", ...rest] = text.trim().split("\n");
  const said = first
    .replace(/^error: /, "")
    .replaceAll(/'([^']*)'/g, "`$1`")
    .replace(/\.$/, "");
  const choice = /`([^`]*)` is invalid.* Allowed choices are (.*)$/.exec(said);
  if (choice !== null) {
    const [, word = "", choices = ""] = choice;
    return { message: `\`${word}\` is none of ${choices}`, help: didYouMean(word, choices.split(", ")) };
  }
  const guess = /\(Did you mean (one of )?(.*)\?\)/.exec(rest.join(" "));
  const meant = guess === null ? "" : `did you mean ${guess[2]?.split(", ").map(quoted).join(" or ")}? `;
  return { message: said, help: `${meant}\`${command} --help\` tells what there is` };
}

function quoted(word: string): string {
  return `\`${word}\``;
}
