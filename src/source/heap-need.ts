import { CST, Lexer } from "yaml";

/**
 * What the tokens of a text take of the heap at most, in bytes, until it has been read and told of: as tokens, as
 * nodes, as data, and where they are mistakes as problems. Measured, each kind alone by the megabyte.
 */
const taken: Readonly<Record<string, number>> = {
  scalar: 400,
  "single-quoted-scalar": 400,
  "double-quoted-scalar": 400,
  "block-scalar-header": 300,
  alias: 700,
  anchor: 300,
  tag: 300,
  comma: 500,
  "flow-seq-start": 900,
  "flow-map-start": 900,
  "seq-item-ind": 700,
  "map-value-ind": 400,
  "explicit-key-ind": 1_000,
  "doc-start": 1_300,
  "doc-mode": 100,
  "doc-end": 300,
  comment: 150,
  newline: 110,
};
/** Blanks, and the brackets that end a list. */
const takenByOthers = 70;
/** A comma or a colon behind nothing, a bracket that ends nothing: each is a problem, or an empty value, of its own. */
const takenByMistake = 1_500;
/** No character takes more: most texts need not be looked at. */
const takenAtMost = 1_200;

/** The same of characters, for a look without the lexer: where they stand in texts, it is too much. */
const takenBySigns: Readonly<Record<string, number>> = {
  "[": 1_300,
  "{": 1_300,
  ",": 900,
  "-": 1_100,
  ":": 800,
  "?": 1_400,
  "*": 700,
  "&": 300,
  "!": 300,
  '"': 200,
  "'": 200,
  "#": 150,
  "\n": 110,
  "\r": 110,
};

/** How much of the heap the tokens of one text may take; what follows from them needs the rest. */
const share = 0.8;

/** What is left of a token once it has been read: data, and where it stands. */
const keptOf = 0.35;

/**
 * True where reading a text takes more than a heap of so many bytes has. The heap's end is Node's own, with a stack
 * dump and minutes of collecting garbage before it: it can be told only before anything is made of the text. Of one
 * that is read `inPieces`, the entries of maps are let go of as they end.
 */
export function takesMoreThan(text: string, heap: number, inPieces = false): boolean {
  const room = heap * share;
  if (text.length * takenAtMost <= room || lookOf(text) <= room) return false;
  let kept = 0;
  let waiting = 0;
  let depth = 0;
  let column = 0;
  let list = Infinity;
  let isFirst = true;
  let isBehindNothing = false;
  for (const lexeme of new Lexer().lex(text)) {
    const type = CST.tokenType(lexeme) ?? "";
    const starts = type === "flow-seq-start" || type === "flow-map-start";
    const ends = type === "flow-seq-end" || type === "flow-map-end";
    if (isFirst && type !== "space" && type !== "newline" && type !== "comment" && depth === 0) {
      const isItem = type === "seq-item-ind";
      list = isItem ? Math.min(list, column) : column <= list ? Infinity : list;
      if (inPieces && list === Infinity) {
        kept += waiting * keptOf;
        waiting = 0;
      }
    }
    waiting += taken[type] ?? takenByOthers;
    const isMark = type === "comma" || type === "map-value-ind";
    if ((isMark && isBehindNothing) || (ends && depth === 0)) waiting += takenByMistake;
    if (kept + waiting > room) return true;
    if (starts) depth += 1;
    else if (ends && depth > 0) depth -= 1;
    if (type !== "space") isBehindNothing = type === "comma" || starts;
    isFirst = type === "newline" || (isFirst && type === "space");
    column = type === "space" ? lexeme.length : 0;
  }
  return false;
}

const space = 32;
const bySign = new Uint16Array(128);
for (const sign of " ]}") bySign[sign.charCodeAt(0)] = takenByOthers;
for (const [sign, need] of Object.entries(takenBySigns)) bySign[sign.charCodeAt(0)] = need;

function isOne(signs: string, code: number): boolean {
  return code === signs.charCodeAt(0) || code === signs.charCodeAt(1) || code === signs.charCodeAt(2);
}

/** At least what the tokens take. */
function lookOf(text: string): number {
  let need = 0;
  let before = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === space && before === space) continue;
    need += bySign[code] ?? 0;
    if (isOne("]}", code) ? isOne("]}", before) : isOne(",:", code) && isOne(",[{", before))
      need += takenByMistake;
    before = code;
  }
  return need;
}
