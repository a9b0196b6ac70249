import { fragmentSchema, inventorySchema } from "../../inventory/json-schema.ts";
import { referencePage } from "../../inventory/reference/page.ts";
import { exitCode, type ExitCode } from "../exit-code.ts";
import type { Session } from "../session.ts";
import { unusable } from "../unusable.ts";

export interface SchemaOptions {
  readonly fragment: boolean;
  readonly reference: boolean;
}

/** Prints the JSON Schema of the root inventory or of a fragment, or the language reference as Markdown. */
export function schema(session: Session, { fragment, reference }: SchemaOptions): ExitCode {
  if (fragment && reference) return unusable(session, "`--fragment` and `--reference` do not go together");
  if (reference) session.out(referencePage());
  else session.out(`${JSON.stringify(fragment ? fragmentSchema() : inventorySchema(), undefined, 2)}\n`);
  return exitCode.fine;
}
