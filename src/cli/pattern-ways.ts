/** Longer ones are written by nobody, and are more than V8 takes. */
const longest = 1_000;

/** With so many in one name, a name of 255 characters is still told from them at once. */
const mostStars = 3;

/**
 * Why a pattern could be held against a name in more ways than anybody waits for; undefined for all others. What it
 * is made into for V8 looks ahead, and such a pattern is tried in every way (`src/cli/linear-patterns.ts`).
 */
export function tooManyWays(pattern: string): string | undefined {
  if (pattern.length > longest) return `a pattern has at most ${longest} characters`;
  if (/[*+]\((?!\[[^\][*?()|]*\]\)|[^[\]*?()|]*\))/.test(pattern))
    return "a group in it may be repeated in many ways";
  const steps = withoutBraces(pattern).split("/");
  const folders = steps.filter((step, index) => step === "**" && steps[index - 1] !== "**");
  if (folders.length > mostStars) return `it has more than ${mostStars} times \`**\``;
  if (steps.some((step) => starsOf(step) > mostStars))
    return `one step of it has more than ${mostStars} times \`*\``;
  return undefined;
}

/** Each group in braces as the one of its alternatives that has the most stars. */
function withoutBraces(pattern: string): string {
  let rest = pattern;
  for (let before = ""; before !== rest;) {
    before = rest;
    rest = rest.replace(/\{([^{}]*)\}/, (_, inner: string) =>
      inner.split(",").reduce((most, one) => (starsOf(one) > starsOf(most) ? one : most)),
    );
  }
  return rest;
}

function starsOf(text: string): number {
  // `!(a)` stands for any text but one.
  return text.match(/\*+|!\(/g)?.length ?? 0;
}
