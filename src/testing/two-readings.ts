import { linesOf } from "../diagnostics/lines.ts";
import { parseWhole } from "../reality/flux/parse.ts";
import { parsePlain } from "../reality/flux/plain.ts";
import { readWhole } from "../source/parse.ts";
import { readInPieces } from "../source/pieces.ts";
import type { Text } from "../source/walk.ts";

/** Which of the readers of plain texts read one. */
export interface ReadPlainly {
  readonly inventory: boolean;
  readonly manifest: boolean;
}

/**
 * Reads a text from the parser's tokens, as an inventory and as a manifest, and by way of its nodes. Throws where the
 * two differ: in the value, in any place of a key or value, or since there was something to be told.
 */
export function readBothWays(text: string): ReadPlainly {
  const source = { path: "f.yaml", text, lines: linesOf(text) };
  const tree = readPlain(source, 0);
  // At once, as it is small.
  expectSame(text, readPlain(source), tree);
  if (tree !== undefined) {
    const { value, diagnostics } = readWhole(source);
    const whole = value?.packed();
    expectSame(
      text,
      [...tree, []],
      [whole?.value, whole && { ...whole.places, targets: undefined, keys: undefined }, diagnostics],
    );
  }
  const documents = parsePlain(text);
  if (documents !== undefined) expectSame(text, { documents }, parseWhole(text));
  return { inventory: tree !== undefined, manifest: documents !== undefined };
}

/** What is read from the tokens: the value, and the places of all in it. */
function readPlain(source: Text, atOnce?: number): readonly unknown[] | undefined {
  const tree = readInPieces(source, atOnce);
  if (tree === undefined) return undefined;
  const { forms, starts, ends, nexts, names } = tree.places.packed();
  return [tree.value, { forms, starts, ends, nexts, names }];
}

function expectSame(text: string, plain: unknown, whole: unknown): void {
  const [one, other] = [plain, whole].map((read) => JSON.stringify(read));
  if (one !== other) throw new Error(`two readings of ${JSON.stringify(text)}:\n${one}\n${other}`);
}
