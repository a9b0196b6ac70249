import { textAt } from "../../value.ts";
import type { Value } from "../../value.ts";
import type { Spend } from "./room.ts";

/** A name in which only the dot is a sign of a pattern: any character. */
const plainName = /^[\w./:@-]+$/;
/** A name that is read again as it was written. */
const cleanName = /^(?:[\w.-]+(?::\d+)?\/)?[\w./-]*$/;
const cleanTag = /^[\w.-]*$/;

/** True for an entry of `images` that does nothing to an image which it has already changed. */
export function isSettled(name: string, written: Value): boolean {
  return (
    plainName.test(name) &&
    cleanName.test(textAt(written, "newName") ?? "") &&
    cleanTag.test(textAt(written, "newTag") ?? "") &&
    (textAt(written, "tagSuffix") ?? "") === ""
  );
}

/** Finds the first of many names, from a place on, that an image has. */
export type FindImage = (image: string, from: number) => number | undefined;

/** Names that have their dots in the same places. */
interface Alike {
  readonly dots: readonly number[];
  /** Where each name stands, first to last. */
  readonly places: Map<string, number[]>;
}

/**
 * Sorts names of images, in which a dot stands for any character: by their length and by where they have dots. An image
 * is then found by what it is with dots in these places.
 */
export function createImageIndex(names: readonly string[], spend: Spend): FindImage {
  const byLength = new Map<number, Map<string, Alike>>();
  for (const [at, name] of names.entries()) {
    const dots = [...name.matchAll(/\./g)].map(({ index }) => index);
    const kinds = entryOf(byLength, name.length, () => new Map<string, Alike>());
    const { places } = entryOf(kinds, dots.join(), (): Alike => ({ dots, places: new Map() }));
    entryOf(places, name, (): number[] => []).push(at);
  }
  return (image, from) => {
    let first = Infinity;
    for (const base of basesOf(image))
      for (const { dots, places } of byLength.get(base.length)?.values() ?? []) {
        spend(1 / 16);
        const found = places.get(dotted(base, dots));
        if (found !== undefined) first = Math.min(first, firstFrom(found, from));
      }
    return first === Infinity ? undefined : first;
  };
}

function entryOf<Key, Entry>(entries: Map<Key, Entry>, key: Key, make: () => Entry): Entry {
  const before = entries.get(key);
  if (before !== undefined) return before;
  const made = make();
  entries.set(key, made);
  return made;
}

/** The first place that is no less; they are in order. */
function firstFrom(places: readonly number[], from: number): number {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return places[low] ?? Infinity;
}

/** What the name of an image may be: all of it, or what stands before a digest, a tag, or both. */
function basesOf(image: string): ReadonlySet<string> {
  const bases = new Set([image]);
  for (const part of [/@sha256:[a-zA-Z0-9_.{}-]*$/, /:[a-zA-Z0-9_.{}-]*$/])
    for (const base of [...bases]) bases.add(base.replace(part, ""));
  return bases;
}

const lineEnd = /[\n\r\u2028\u2029]/;

/** A text with dots in some places, but where it has an end of a line, which a dot does not stand for. */
function dotted(text: string, dots: readonly number[]): string {
  let result = "";
  let from = 0;
  for (const at of dots) {
    result += text.slice(from, at) + (lineEnd.test(text.charAt(at)) ? text.charAt(at) : ".");
    from = at + 1;
  }
  return result + text.slice(from);
}
