/** A value to be written: plain data. Maps keep the order of their keys. */
export type Plain =
  | null
  | boolean
  | number
  | string
  | readonly Plain[]
  | ReadonlyMap<string, Plain>
  | { readonly [key: string]: Plain };

/** One entry that an inventory file shall get; all else in the file stays as it is. */
export interface Addition {
  /** Keys that lead to the map that gets it; maps on the way that are not there are made. */
  readonly at: readonly string[];
  /** Not in that map yet. */
  readonly key: string;
  readonly value: Plain;
  /** Comment lines above it, without `#`. */
  readonly comment?: readonly string[] | undefined;
  /** A comment behind its first line, without `#`. */
  readonly note?: string | undefined;
  /** Written as a comment on one line, for a person to take up. */
  readonly isCommentedOut?: boolean | undefined;
}

/** An entry of a {@link Branch}. */
export type Twig = Addition | Branch;

/** A map that is made on the way to additions. */
export interface Branch {
  readonly key: string;
  readonly entries: Twig[];
}

/** Puts additions below one another: each path relative to the map that is there. */
export function grow(additions: readonly Addition[], depth: number): readonly Twig[] {
  const root: Branch = { key: "", entries: [] };
  for (const addition of additions) {
    let here = root;
    for (const step of addition.at.slice(depth)) {
      const found = here.entries.find((one): one is Branch => isBranch(one) && one.key === step);
      const next = found ?? { key: step, entries: [] };
      if (found === undefined) here.entries.push(next);
      here = next;
    }
    here.entries.push(addition);
  }
  return root.entries;
}

export function isBranch(twig: Twig): twig is Branch {
  return "entries" in twig;
}

/** True where nothing below would be more than a comment: its key alone would be a map without a value. */
export function isComment(twig: Twig): boolean {
  return isBranch(twig) ? twig.entries.every(isComment) : twig.isCommentedOut === true;
}
