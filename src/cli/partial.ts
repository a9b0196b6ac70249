import type { Code, Diagnostic } from "../diagnostics/diagnostic.ts";

/**
 * Problems that are there whatever the broken parts of an inventory were to say. All others could
 * follow from what was taken out: a name that is missing, a namespace, an input.
 */
const standing: ReadonlySet<Code> = new Set<Code>([
  "FT202",
  "FT207",
  "FT216",
  "FT219",
  "FT220",
  "FT303",
  "FT304",
  "FT305",
  "FT307",
  "FT308",
  "FT309",
  "FT310",
  "FT311",
  "FT320",
  "FT340",
  "FT341",
  "FT350",
  "FT361",
  "FT362",
  "FT364",
  "FT401",
  "FT402",
]);

/** True for what may be told of an inventory of which only parts have the right shape. */
export function standsAlone({ code }: Diagnostic): boolean {
  return standing.has(code);
}
