import type { ExitCode } from "../exit-code.ts";
import type { Session, SessionNeeds } from "../session.ts";

interface Described {
  readonly description: string;
}

/** One command: its words here, its work in a file of its own that is loaded only when it is called. */
export interface CommandSpec extends Described, SessionNeeds {
  readonly name: string;
  readonly arguments?: readonly (Described & {
    readonly name: string;
    /** The only words that it may be. */
    readonly choices?: readonly string[];
  })[];
  readonly options?: readonly (Described & { readonly flags: string })[];
  /** What its help says below the options. */
  readonly more?: string;
  readonly run: (
    session: Session,
    options: Readonly<Record<string, unknown>>,
    args: readonly string[],
  ) => Promise<ExitCode>;
}

/** Commands that share a first word: `fluxtilt <name> <command>`. */
export interface CommandGroup extends Described {
  readonly name: string;
  readonly commands: readonly CommandSpec[];
}
