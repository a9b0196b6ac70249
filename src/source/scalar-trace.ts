/** Where each unit of a scalar's text was written, as offsets in what was written, quotes included. */
export interface Trace {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** Where the content ends. */
  readonly end: number;
}

/**
 * Follows a scalar from what was written (YAML 1.2: plain, quoted or block) to its text. Undefined when
 * the two do not meet exactly: a place is told rightly or not at all.
 */
export function traceScalar(written: string, text: string): Trace | undefined {
  const style = written.charAt(0);
  for (const follow of style === "|" || style === ">" ? blocks(written) : [flow]) {
    const copy = new Copy();
    follow(written, copy);
    const missing = text.slice(copy.text.length);
    // The written form ends before the blanks and line breaks that a block keeps at its end.
    if (!text.startsWith(copy.text) || /[^ \t\n]/.test(missing)) continue;
    const end = copy.ends.at(-1) ?? 0;
    for (const unit of missing) copy.add(unit, end, end);
    return { starts: copy.starts, ends: copy.ends, end };
  }
  return undefined;
}

/** The text as it comes out, with the place of each unit. */
class Copy {
  text = "";
  readonly starts: number[] = [];
  readonly ends: number[] = [];

  add(units: string, start: number, end: number): void {
    this.text += units;
    const { length } = units;
    this.starts.push(...Array<number>(length).fill(start));
    this.ends.push(...Array<number>(length).fill(end));
  }

  /** Takes back blanks at the end, down to a length. */
  trim(least: number): void {
    let { length } = this.text;
    while (length > least && (this.text[length - 1] === " " || this.text[length - 1] === "\t")) length--;
    this.text = this.text.slice(0, length);
    this.starts.length = length;
    this.ends.length = length;
  }
}

type Follow = (written: string, copy: Copy) => void;

const escapes: Readonly<Record<string, string>> = {
  "0": "\0",
  a: "\x07",
  b: "\b",
  t: "\t",
  "\t": "\t",
  n: "\n",
  v: "\v",
  f: "\f",
  r: "\r",
  e: "\x1b",
  " ": " ",
  '"': '"',
  "/": "/",
  "\\": "\\",
  N: "\x85",
  _: "\xa0",
  L: "\u2028",
  P: "\u2029",
};

const codeLength: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** Plain and quoted scalars: lines are folded, quotes and escapes resolved. */
function flow(written: string, copy: Copy): void {
  const quote = /^["']/.exec(written)?.[0];
  const end = quote === undefined ? written.length : written.length - 1;
  let at = quote === undefined ? 0 : 1;
  // Blanks that an escape made stay at the end of a line.
  let kept = 0;
  while (at < end) {
    const rest = written.slice(at, end);
    const fold = /^\r?\n[ \t]*(?:\r?\n[ \t]*)*/.exec(rest)?.[0];
    if (fold !== undefined) {
      copy.trim(kept);
      const breaks = fold.split("\n").length - 1;
      copy.add(breaks === 1 ? " " : "\n".repeat(breaks - 1), at, at + fold.length);
      at += fold.length;
      kept = copy.text.length;
      continue;
    }
    const width = quote === '"' && rest.startsWith("\\") ? escape(rest, at, copy) : 0;
    if (width > 0) {
      at += width;
      kept = copy.text.length;
      continue;
    }
    const doubled = quote === "'" && rest.startsWith("''");
    copy.add(rest.charAt(0), at, at + (doubled ? 2 : 1));
    at += doubled ? 2 : 1;
  }
}

/** Adds what an escape stands for; answers how long it was, 0 for none that is known. */
function escape(rest: string, at: number, copy: Copy): number {
  const wrapped = /^\\\r?\n[ \t]*/.exec(rest)?.[0];
  if (wrapped !== undefined) return wrapped.length;
  const letter = rest.charAt(1);
  const digits = codeLength[letter];
  if (digits === undefined) {
    const meant = escapes[letter];
    if (meant === undefined) return 0;
    copy.add(meant, at, at + 2);
    return 2;
  }
  const code = Number.parseInt(rest.slice(2, 2 + digits), 16);
  if (!(code <= 0x10ffff)) return 0;
  copy.add(String.fromCodePoint(code), at, at + 2 + digits);
  return 2 + digits;
}

/** A block scalar, once for each indentation that it could have; only the right one gives its text. */
function blocks(written: string): Follow[] {
  const header = /^[|>][-+0-9]*[ \t]*(?:#[^\n]*)?\r?\n/.exec(written)?.[0];
  if (header === undefined) return [];
  const content = written.slice(header.length);
  const first = /^(?: *\r?\n)*( *)/.exec(content)?.[1]?.length ?? 0;
  const widths = /\d/.test(header.replace(/#.*/, "")) ? [...Array(first + 1).keys()].reverse() : [first];
  const follow = header.startsWith("|") ? literal : folded;
  return widths.map((width) => (_, copy) => {
    follow(linesFrom(content, header.length, width), copy);
  });
}

interface Line {
  readonly text: string;
  readonly start: number;
}

function linesFrom(content: string, offset: number, width: number): Line[] {
  let at = offset;
  return content.split("\n").map((raw) => {
    const line = raw.replace(/\r$/, "");
    const indent = Math.min(width, /^ */.exec(line)?.[0].length ?? 0);
    const start = at + indent;
    at += raw.length + 1;
    return { text: line.slice(indent), start };
  });
}

function addLine({ text, start }: Line, copy: Copy): void {
  for (let index = 0; index < text.length; index++)
    copy.add(text.charAt(index), start + index, start + index + 1);
}

function literal(lines: readonly Line[], copy: Copy): void {
  for (const [index, line] of lines.entries()) {
    addLine(line, copy);
    const end = line.start + line.text.length;
    if (index < lines.length - 1) copy.add("\n", end, end + 1);
  }
}

/** Lines are joined by blanks, but around lines that begin with one. */
function folded(lines: readonly Line[], copy: Copy): void {
  let before: Line | undefined;
  let breaks = 0;
  for (const line of lines) {
    if (line.text === "") {
      breaks += 1;
      continue;
    }
    const joint = before === undefined ? line.start : before.start + before.text.length;
    const apart = /^[ \t]/.test(line.text) || /^[ \t]/.test(before?.text ?? "");
    if (before === undefined) copy.add("\n".repeat(breaks), joint, joint);
    else if (apart) copy.add("\n".repeat(breaks + 1), joint, joint);
    else copy.add(breaks === 0 ? " " : "\n".repeat(breaks), joint, joint);
    addLine(line, copy);
    before = line;
    breaks = 0;
  }
}
