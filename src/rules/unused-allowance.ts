import type { Kind } from "../diagnostics/kind.ts";

export const unusedAllowance: Kind = {
  code: "FT390",
  severity: "warning",
  title: "a switched-off rule says nothing there",
  why: "What was switched off for a reason that is gone would hide the next mistake of its kind.",
  wrong: "allow: [{ rule: FT305, reason: only one of the two runs }]       # the ports differ by now",
  right: "allow: []",
};

export const unknownPlace: Kind = {
  code: "FT392",
  severity: "error",
  title: "the place of a switched-off rule is not there",
  why: "The rule would go on, or begin to speak once the place is renamed, and the entry would explain nothing.",
  wrong: "allow: [{ rule: FT305, at: groups.monitorng, reason: only one of the two runs }]",
  right: "allow: [{ rule: FT305, at: groups.monitoring, reason: only one of the two runs }]",
};

export const unknownAllowance: Kind = {
  code: "FT391",
  severity: "error",
  title: "a rule that is switched off does not exist, or always holds",
  why: "Only rules can be switched off; what cannot be generated at all cannot.",
  wrong: "allow: [{ rule: FT004, reason: … }]       # what cannot be read cannot be compiled",
  right: "allow: [{ rule: FT305, reason: … }]",
};
