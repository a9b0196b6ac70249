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
/** The text itself, and what is cut out of it, for each character. */
const takenByCopies = 8;
/** A quoted text with an escape is put together sign by sign, one of many lines line by line. */
const takenByEscaped = 40;
const takenByLine = 100;
/** No character takes more: most texts need not be looked at. */
const takenAtMost = 2_000;

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
 * The heap, as texts that are kept together take it. The heap's end is Node's own, with a stack dump and minutes
 * of collecting garbage before it: it can be told only before anything is made of a text.
 */
export class HeapRoom {
  /** How much there is, in bytes. */
  readonly heap: number;
  private readonly texts: string[] = [];
  private length = 0;
  /** How what is kept was counted. */
  private counted: "not at all" | "by signs" | "by tokens" = "not at all";
  /** What is left of the texts, in bytes. */
  private kept = 0;

  constructor(heap = Infinity) {
    this.heap = heap;
  }

  /**
   * Takes what is left of a text once it has been read; false where reading it takes more than there is. Of one that
   * is read `inPieces`, the entries of maps are let go of as they end.
   */
  takes(text: string, inPieces = false): boolean {
    const atMost = (text.length + this.length * keptOf) * takenAtMost;
    this.length += text.length;
    if (this.counted !== "not at all" || atMost > this.heap * share) {
      const left = this.leftOf(text, inPieces);
      if (left === undefined) return false;
      this.kept += left;
    }
    this.texts.push(text);
    return true;
  }

  /** True where there is as much as reading a text takes that is not read in pieces. */
  has(text: string): boolean {
    return text.length * takenAtMost <= this.room || leftOf(text, this.room, false) !== undefined;
  }

  private get room(): number {
    return this.heap * share - this.kept;
  }

  /** Counted as roughly as will do: signs count also where they stand in texts. */
  private leftOf(text: string, inPieces: boolean): number | undefined {
    if (text.length * takenByCopies > this.room) return undefined;
    if (this.counted === "not at all") this.count("by signs", (before) => lookOf(before) * keptOf);
    const look = this.counted === "by signs" ? lookOf(text) : Infinity;
    if (look <= this.room) return look * keptOf;
    if (this.counted === "by signs") this.count("by tokens", (before) => leftOf(before, Infinity, true) ?? 0);
    return leftOf(text, this.room, inPieces);
  }

  private count(how: "by signs" | "by tokens", leftBy: (text: string) => number): void {
    this.counted = how;
    this.kept = this.texts.reduce((sum, text) => sum + leftBy(text), 0);
  }
}

/** What is left of a text that has been read, in bytes; undefined where reading it takes more than `room`. */
function leftOf(text: string, room: number, inPieces: boolean): number | undefined {
  const copies = text.length * takenByCopies;
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
    waiting += (taken[type] ?? takenByOthers) + putTogether(lexeme, type);
    const isMark = type === "comma" || type === "map-value-ind";
    if ((isMark && isBehindNothing) || (ends && depth === 0)) waiting += takenByMistake;
    if (copies + kept + waiting > room) return undefined;
    if (starts) depth += 1;
    else if (ends && depth > 0) depth -= 1;
    if (type !== "space") isBehindNothing = type === "comma" || starts;
    isFirst = type === "newline" || (isFirst && type === "space");
    column = type === "space" ? lexeme.length : 0;
  }
  return text.length + kept + waiting * keptOf;
}

/** What it takes to make a text of one that is not what stands there. A block text has no type of its own. */
function putTogether(lexeme: string, type: string): number {
  if (lexeme.length < 64) return 0;
  if (type === "double-quoted-scalar" && lexeme.includes("\\")) return lexeme.length * takenByEscaped;
  let lines = 0;
  for (let at = lexeme.indexOf("\n"); at !== -1; at = lexeme.indexOf("\n", at + 1)) lines += 1;
  return lines * takenByLine;
}

const space = 32;
const bySign = new Uint16Array(128);
for (const sign of " ]}") bySign[sign.charCodeAt(0)] = takenByOthers;
for (const [sign, need] of Object.entries(takenBySigns)) bySign[sign.charCodeAt(0)] = need;

const role = { opens: 1, closes: 2, separates: 3, maps: 4 } as const;
const roles = new Uint8Array(128);
for (const sign of "[{") roles[sign.charCodeAt(0)] = role.opens;
for (const sign of "]}") roles[sign.charCodeAt(0)] = role.closes;
roles[",".charCodeAt(0)] = role.separates;
roles[":".charCodeAt(0)] = role.maps;

/** At least what the tokens take. A bracket that ends nothing follows one that was counted, or is a mistake. */
function lookOf(text: string): number {
  let need = text.length * (takenByCopies + (text.includes("\\") ? takenByEscaped : 0));
  let before = 0;
  let roleBefore = 0;
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === space && before === space) continue;
    before = code;
    need += bySign[code] ?? 0;
    const is = roles[code] ?? 0;
    if (is === role.opens) depth += 1;
    else if (is === role.closes) {
      if (depth === 0) need += takenByMistake;
      else depth -= 1;
    } else if (is !== 0 && (roleBefore === role.opens || roleBefore === role.separates))
      need += takenByMistake;
    roleBefore = is;
  }
  return need;
}
