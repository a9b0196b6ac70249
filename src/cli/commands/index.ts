import type { ExitCode } from "../exit-code.ts";
import type { Session } from "../session.ts";

interface Described {
  readonly description: string;
}

/** One command: its words here, its work in a file of its own that is loaded only when it is called. */
export interface CommandSpec extends Described {
  readonly name: string;
  readonly arguments?: readonly (Described & { readonly name: string })[];
  readonly options?: readonly (Described & { readonly flags: string })[];
  readonly run: (
    session: Session,
    options: Readonly<Record<string, unknown>>,
    args: readonly string[],
  ) => Promise<ExitCode>;
}

/** Every command, in the order that the help tells them. */
export const commands: readonly CommandSpec[] = [
  {
    name: "generate",
    description: "write the Tiltfiles and all else that the inventory stands for",
    options: [
      { flags: "--force", description: "replace files that were edited by hand or are not fluxtilt's" },
    ],
    run: async (session, options) =>
      (await import("./generate.ts")).generate(session, { force: options["force"] === true }),
  },
  {
    name: "validate",
    description: "hold the inventory against the language and the rules; writes nothing",
    run: async (session) => (await import("./validate.ts")).validate(session),
  },
];
