import { parseRange, parseVersion } from "../../grammar/version.ts";
import { complaint } from "./ask.ts";
import type { Check } from "./checkup.ts";

const install = "see https://docs.tilt.dev/install";

/** Tilt itself, and whether the inventory lets its version load the files. */
export const tilt: Check = {
  name: "tilt",
  look: async ({ dashboard, ask }) => {
    const answer = await ask(["tilt", "version"]);
    if (answer.kind === "absent")
      return [{ standing: "problem", message: "tilt is not there", help: `install it: ${install}` }];
    if (answer.kind === "silent") return [{ standing: "unknown", message: answer.reason }];
    const written = /\bv?\d+\.\d+\.\d+\S*?(?=,|\s|$)/.exec(answer.stdout)?.[0];
    // A Tilt that somebody built says `-dev`, and counts as the release.
    const version = written === undefined ? undefined : parseVersion(written.replace(/-dev$/, ""));
    if (answer.code !== 0 || written === undefined || version === undefined)
      return [{ standing: "unknown", message: `tilt tells no version: ${complaint(answer)}` }];
    const { constraint } = dashboard.tilt;
    const range = parseRange(constraint);
    // What is no range is told by a rule.
    if (range === undefined)
      return [{ standing: "skipped", message: `\`${constraint}\` is no range of versions` }];
    if (range(version)) return [{ standing: "ok", message: `${written} is in \`${constraint}\`` }];
    return [
      {
        standing: "problem",
        message: `${written} is not in \`${constraint}\`, and would refuse the Tiltfiles`,
        help: `install a version that is, or change \`tilt.constraint\`: ${install}`,
      },
    ];
  },
};
