import type { Kind } from "../diagnostics/kind.ts";

export const nothingMatches: Kind = {
  code: "FT110",
  severity: "error",
  title: "a pattern of fragments matches no file",
  why: "What the fragments held would be gone from the dashboard without a word.",
  wrong: "fragments: [aplications/*/tilt.yaml]",
  right: "fragments: [applications/*/tilt.yaml]",
};

export const fragmentIsRoot: Kind = {
  code: "FT111",
  severity: "error",
  title: "a pattern of fragments matches the inventory itself",
  why: "The file would be read twice, in two different languages.",
  wrong: 'fragments: ["*.yaml"]',
  right: 'fragments: ["applications/*/tilt.yaml"]',
};

export const tooManyPatterns: Kind = {
  code: "FT112",
  severity: "error",
  title: "a pattern of fragments stands for too many",
  why: "Each group in braces multiplies the patterns that are looked for, and each `*` in one step the ways in which a name could fit; a few of them take longer than anybody waits.",
  wrong: 'fragments: ["{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}/tilt.yaml"]',
  right: 'fragments: ["applications/*/tilt.yaml"]',
};

/** What may be wrong with the files of an inventory, beside their text and shape. */
export const inventoryKinds: readonly Kind[] = [nothingMatches, fragmentIsRoot, tooManyPatterns];
