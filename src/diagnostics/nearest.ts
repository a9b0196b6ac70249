/** A guess looks at every name: from so many problems on it would cost more than it tells. */
export const mostGuesses = 100;

/** Longer words are no misspelling of one another that a person would want to hear of. */
const longestWord = 64;

/**
 * The candidate that a person most likely meant, or undefined when none is near. The distance counts
 * insertions, deletions, replacements and swaps of neighbours; up to two fifths of the word may be
 * wrong (at least one character), and a difference of case alone always fits. The first of equals wins.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  if (word === "" || word.length > longestWord) return undefined;
  const lower = word.toLowerCase();
  let limit = Math.max(1, Math.floor(word.length * 0.4));
  let best: string | undefined;
  for (const candidate of candidates) {
    if (candidate === word) return candidate;
    const other = candidate.toLowerCase();
    // Case costs half a step, so that `Prefix` means `prefix` before `prefixes`.
    const distance = other === lower ? 0.5 : editDistance(...withoutEnds(lower, other), limit);
    if (distance !== undefined && distance <= limit && (best === undefined || distance < limit)) {
      best = candidate;
      limit = distance;
    }
  }
  return best;
}

/** "did you mean `x`?" for the nearest candidate, or undefined when none is near. */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  const found = nearest(word, candidates);
  return found === undefined ? undefined : `did you mean \`${found}\`?`;
}

/** Without what both begin and end with, which no edit touches: names of one group share most of it. */
function withoutEnds(a: string, b: string): [string, string] {
  const shorter = Math.min(a.length, b.length);
  let head = 0;
  while (head < shorter && a.charCodeAt(head) === b.charCodeAt(head)) head += 1;
  let tail = 0;
  while (tail < shorter - head && a.charCodeAt(a.length - 1 - tail) === b.charCodeAt(b.length - 1 - tail))
    tail += 1;
  return [a.slice(head, a.length - tail), b.slice(head, b.length - tail)];
}

/** The optimal string alignment distance, or undefined as soon as it is known to be over `limit`. */
function editDistance(a: string, b: string, limit: number): number | undefined {
  if (Math.abs(a.length - b.length) > limit) return undefined;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let smallest = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a.charCodeAt(i - 1) === b.charCodeAt(j - 1);
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      const swapped =
        i > 1 &&
        j > 1 &&
        a.charCodeAt(i - 1) === b.charCodeAt(j - 2) &&
        a.charCodeAt(i - 2) === b.charCodeAt(j - 1);
      if (swapped) cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row.push(cost);
      smallest = Math.min(smallest, cost);
    }
    // No later row can be smaller, not even over a swap: the row between costs as much as its end.
    if (smallest > limit) return undefined;
    before = last;
    last = row;
  }
  return last[b.length];
}
