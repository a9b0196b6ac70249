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
  // What still counts: as near as may be at first, then nearer than the best.
  let limit = Math.max(1, Math.floor(word.length * 0.4));
  let best: string | undefined;
  let isCase = false;
  for (const candidate of candidates) {
    if (candidate === word) return candidate;
    if (isCase) continue;
    const other = candidate.toLowerCase();
    // Case costs less than a step, so that `Prefix` means `prefix` before `prefixes`.
    isCase = other === lower;
    const distance = isCase ? 0 : editDistance(lower, other, limit);
    if (distance === undefined) continue;
    best = candidate;
    limit = distance - 1;
  }
  return best;
}

/** "did you mean `x`?" for the nearest candidate, or undefined when none is near. */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  return asked(nearest(word, candidates));
}

function asked(found: string | undefined): string | undefined {
  return found === undefined ? undefined : `did you mean \`${found}\`?`;
}

/** Looks at so many names take well below a second. */
const mostLooks = 2_000_000;

/** Guesses at what was meant, until so many names were looked at that more would be waited for. */
export class Guesses {
  private left = mostLooks;

  /** What `guess` finds; nothing once enough was looked at. */
  make(guess: ((guesses: Guesses) => string | undefined) | undefined): string | undefined {
    return this.left > 0 ? guess?.(this) : undefined;
  }

  /** As {@link nearest}. */
  nearest(word: string, candidates: Iterable<string>): string | undefined {
    if (this.left <= 0) return undefined;
    const names = [...candidates];
    this.left -= names.length;
    return nearest(word, names);
  }

  /** As {@link didYouMean}. */
  didYouMean(word: string, candidates: Iterable<string>): string | undefined {
    return asked(this.nearest(word, candidates));
  }
}

/** Rows of a table of distances: a name in lower case is at most twice as long, and what is near it not much longer. */
const rows = [0, 1, 2].map(() => new Uint8Array(4 * longestWord));

/**
 * The optimal string alignment distance, or undefined where it is over `limit`. Only cells that no more than `limit`
 * steps lead to are looked at, and nothing that both begin or end with: names of one group share most of it.
 */
function editDistance(a: string, b: string, limit: number): number | undefined {
  if (limit < 1 || Math.abs(a.length - b.length) > limit) return undefined;
  const shorter = Math.min(a.length, b.length);
  let head = 0;
  while (head < shorter && a.charCodeAt(head) === b.charCodeAt(head)) head += 1;
  let tail = 0;
  while (tail < shorter - head && a.charCodeAt(a.length - 1 - tail) === b.charCodeAt(b.length - 1 - tail))
    tail += 1;
  const [height, width] = [a.length - head - tail, b.length - head - tail];
  const over = limit + 1;
  let [before, last, row] = rows as [Uint8Array, Uint8Array, Uint8Array];
  for (let j = 0; j <= width; j++) last[j] = j;
  for (let i = 1; i <= height; i++) {
    const from = Math.max(1, i - limit);
    const to = Math.min(width, i + limit);
    let smallest = (row[from - 1] = from === 1 ? i : over);
    for (let j = from; j <= to; j++) {
      const [one, other] = [a.charCodeAt(head + i - 1), b.charCodeAt(head + j - 1)];
      let cost = Math.min(
        (last[j] ?? over) + 1,
        (row[j - 1] ?? over) + 1,
        (last[j - 1] ?? over) + (one === other ? 0 : 1),
      );
      const swapped =
        i > 1 && j > 1 && one === b.charCodeAt(head + j - 2) && a.charCodeAt(head + i - 2) === other;
      if (swapped) cost = Math.min(cost, (before[j - 2] ?? over) + 1);
      row[j] = cost;
      smallest = Math.min(smallest, cost);
    }
    // The next row looks one further.
    row[to + 1] = over;
    // No later row can be smaller, not even over a swap: the row between costs as much as its end.
    if (smallest > limit) return undefined;
    [before, last, row] = [last, row, before];
  }
  const distance = last[width] ?? over;
  return distance > limit ? undefined : distance;
}
