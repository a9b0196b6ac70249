import { fromHere, type Standpoint } from "../from-here.ts";

/** The commands that end at once where nothing has changed since they found nothing wrong. */
export type Remembered = "check" | "generate" | "validate" | "drift";

/** How a run ended that found nothing wrong. */
export interface Ending {
  /** How many files are generated; for a command that compares none, how many the inventory is read from. */
  readonly files: number;
  readonly hasWarnings: boolean;
}

/** The last words of each, which depend on nothing that is remembered but its ending. */
export const closing: Readonly<
  Record<Remembered, (ending: Ending, here: Standpoint & { readonly config: string }) => string>
> = {
  check: ({ files }) => `${files} files are current`,
  generate: ({ files }) => `nothing to write: ${files} files are current`,
  validate: ({ files, hasWarnings }, here) => {
    const others = files === 1 ? "" : ` with ${files - 1} more`;
    return `${fromHere(here)(here.config)}${others}: ${hasWarnings ? "nothing worse than a warning" : "all rules hold"}`;
  },
  drift: () => noDrift("the repository"),
};

/** The last words of `drift`, by what the inventory was compared with. */
export function noDrift(others: string): string {
  return `no drift: the inventory and ${others} agree`;
}
