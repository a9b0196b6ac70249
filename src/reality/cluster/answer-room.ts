import { isTooDeep } from "../nesting.ts";
import type { Value } from "../value.ts";

/** What JSON becomes takes so much of the heap for each sign, in bytes: measured, each kind alone by the megabyte. */
const takenBySign: Readonly<Record<string, number>> = { "{": 100, "[": 40, ",": 12, ":": 40 };

/** The text itself, and what is cut out of it, for each character. */
const takenByCharacter = 2;

/** A line of names: an object, with texts of its own. */
const takenByLine = 250;

/** How much of the heap answers may take; what follows from them needs the rest. */
const share = 0.7;

const bySign = new Uint8Array(128);
for (const [sign, need] of Object.entries(takenBySign)) bySign[sign.charCodeAt(0)] = need;

/** Said of an answer that there is no room for. */
export class NoRoom extends Error {}

/**
 * The heap, as the answers of one cluster take it together. Its end is Node's own, with a stack dump: it can be told
 * only before anything is made of an answer. Both ways of reading throw {@link NoRoom}.
 */
export class AnswerRoom {
  /** How much there is, in bytes. */
  readonly heap: number;
  private left: number;

  constructor(heap = Infinity) {
    this.heap = heap;
    this.left = heap * share;
  }

  /** What JSON says; throws SyntaxError for what is none, and for what nobody could read to its end. */
  parse(text: string): Value {
    let need = text.length * takenByCharacter;
    for (let index = 0; index < text.length; index += 1) need += bySign[text.charCodeAt(index)] ?? 0;
    this.take(need);
    if (isTooDeep(text)) throw new SyntaxError("its values stand too deep in one another");
    return JSON.parse(text) as Value;
  }

  /** The lines that are not empty. */
  lines(text: string): readonly string[] {
    let need = text.length * takenByCharacter;
    for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) need += takenByLine;
    this.take(need);
    return text.split("\n").filter((line) => line !== "");
  }

  private take(need: number): void {
    this.left -= need;
    if (this.left < 0) throw new NoRoom();
  }
}
