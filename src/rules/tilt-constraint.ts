import { parseRange } from "../grammar/version.ts";
import { at } from "../source/origin.ts";
import type { Rule } from "./rule.ts";

export const tiltConstraint: Rule = {
  code: "FT364",
  severity: "error",
  title: "the versions of Tilt are not said as Tilt reads them",
  why: "Tilt refuses to load the file: it takes whole versions only, and neither `^` nor `~`.",
  wrong: 'tilt: { constraint: ">=0.36" }',
  right: 'tilt: { constraint: ">=0.36.0" }',
  source: "tilt internal/tiltfile/version; observed with Tilt v0.37",
  check: ({ dashboard }, tell) => {
    const { constraint, origin } = dashboard.tilt;
    if (parseRange(constraint) !== undefined) return;
    tell(at(origin, "constraint"), `Tilt cannot read \`${constraint}\` as versions of itself`, {
      help: "write whole versions, such as `>=0.36.0` or `>=0.36.0 <1.0.0`",
    });
  },
};
