import { inspect } from "../../artifacts/compare.ts";
import { diagnose } from "../../artifacts/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Check } from "./checkup.ts";

/** The inventory holds, and what is generated from it is current. */
export const generated: Check = {
  name: "files",
  look: async ({ artifacts, diagnostics, files }) => {
    if (artifacts === undefined)
      return [
        {
          standing: "problem",
          message: `the inventory has ${counted(diagnostics)}, so nothing is generated from it`,
          help: "`fluxtilt validate` tells them",
        },
      ];
    const wrong = diagnose(await inspect(artifacts, files));
    if (wrong.length === 0)
      return [{ standing: "ok", message: `${artifacts.length} generated files are current` }];
    const [first] = wrong;
    const more = wrong.length === 1 ? "" : `, and ${wrong.length - 1} more`;
    return [
      {
        standing: "problem",
        message: `${first?.message ?? ""}${more}`,
        help: "`fluxtilt check` tells all, and what mends each",
      },
    ];
  },
};

function counted(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter((one) => one.severity === "error").length;
  return errors === 1 ? "an error" : `${errors} errors`;
}
