import type { YAMLError } from "yaml";

/**
 * The complaints of a wrong indentation that follow from one before them. A line that is indented less than
 * its siblings belongs to the mapping above for the parser, and so do all siblings after it: right as they
 * are, it complains of each, or takes it for the rest of the value above. So it does where that line stands in
 * the column of the mapping above, and its siblings are the ones that are deeper. A tab does the same to the
 * lines after it. `errors` are in the order of the text.
 */
export function consequences(text: string, errors: readonly YAMLError[]): ReadonlySet<YAMLError> {
  const found = new Set<YAMLError>();
  const intoNext = new Set(
    errors.filter(({ code }) => code === "MULTILINE_IMPLICIT_KEY").map(({ pos }) => pos[0]),
  );
  // A line that is indented less than this ends what was shifted; 0 where nothing is.
  let shifted = 0;
  let seen = 0;
  for (const error of errors) {
    const isTab = error.code === "TAB_AS_INDENT";
    const runsOn = intoNext.has(error.pos[0]);
    if (!isTab && !runsOn && !isMisaligned(error)) continue;
    const start = text.lastIndexOf("\n", error.pos[0] - 1) + 1;
    const above = indentsOf(text.slice(seen, start));
    seen = start;
    if (above.some((indent) => indent < shifted)) shifted = 0;
    if (shifted > 0 && !isTab) {
      found.add(error);
      continue;
    }
    if (runsOn) continue;
    const sibling = above.at(-1) ?? 0;
    const indent = text.slice(start, start + sibling).search(/[^ ]/);
    // Which column a tab stands for nobody knows: only an entry at the margin ends what it shifted.
    shifted = isTab ? 1 : indent < 0 ? sibling + 1 : indent;
  }
  return found;
}

function isMisaligned({ code, message }: YAMLError): boolean {
  return code === "BAD_INDENT" && message.startsWith("All ");
}

/** Of each line that is neither blank nor a comment. */
function indentsOf(lines: string): readonly number[] {
  return [...lines.matchAll(/^([ \t]*)[^\s#]/gm)].map(([, indent = ""]) => indent.length);
}
