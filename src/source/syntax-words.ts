import { isCollection, isNode, isPair, visit } from "yaml";
import type { Document, ErrorCode, Range, YAMLError, YAMLMap, YAMLSeq } from "yaml";

/** What a complaint of the parser comes to in our words; offsets in UTF-16 units. */
export interface Reading {
  readonly start: number;
  readonly end: number;
  readonly message: string;
  readonly label?: string;
  readonly help?: string;
}

export interface Complaint {
  readonly text: string;
  readonly document: Document.Parsed;
  readonly error: YAMLError;
  readonly start: number;
  readonly end: number;
  /** The text that the parser points at, its first line only. */
  readonly found: string;
}

type Rewording = (complaint: Complaint) => Reading | undefined;

/** A complaint in our words where the commonest cases go, else in the parser's. */
export function wordsFor(complaint: Complaint): Reading {
  return readings[complaint.error.code]?.(complaint) ?? plain(complaint);
}

/** The parser's own words, as a last resort. */
function plain({ error, start, found }: Complaint): Reading {
  const words = error.message.split("\n", 1)[0] ?? "";
  const message = `not valid YAML: ${words.charAt(0).toLowerCase()}${words.slice(1)}`;
  return { start, end: start + Math.max(1, found.length), message };
}

const readings: Partial<Record<ErrorCode, Rewording>> = {
  TAB_AS_INDENT: ({ start, end }) => ({
    start,
    end,
    message: "a tab indents this line; YAML takes spaces only",
    help: "replace the tab with two spaces",
  }),
  BAD_INDENT: (complaint) => unclosedCollection(complaint) ?? misaligned(complaint),
  BLOCK_IN_FLOW: (complaint) => (/:(\s|$)/.test(complaint.found) ? secondColon(complaint) : undefined),
  BLOCK_AS_IMPLICIT_KEY: (complaint) => deeperThanValue(complaint) ?? secondColon(complaint),
  MULTILINE_IMPLICIT_KEY: (complaint) =>
    missingSpace(complaint) ?? listAmongKeys(complaint) ?? missingColon(complaint),
  MISSING_CHAR: (complaint) =>
    unclosedQuote(complaint) ??
    unclosedCollection(complaint) ??
    missingSpace(complaint) ??
    spaceBeforeComment(complaint) ??
    missingColon(complaint),
  UNEXPECTED_TOKEN: (complaint) =>
    listAmongKeys(complaint) ?? strayCloser(complaint) ?? textAfterValue(complaint),
  BAD_SCALAR_START: ({ start, text }) => ({
    start,
    end: start + 1,
    message: `a plain text cannot begin with ${text.charAt(start) === "`" ? "a backtick" : `\`${text.charAt(start)}\``}`,
    help: "put the text in quotes",
  }),
  BAD_DQ_ESCAPE: ({ start, error }) => {
    const escape = /\\\S*$/.exec(error.message)?.[0] ?? "\\";
    return {
      start,
      end: start + escape.length,
      message: `\`${escape}\` is no escape that YAML knows`,
      help: "use single quotes, in which a backslash is just a backslash, or double it",
    };
  },
  BAD_ALIAS: ({ start, text }) => ({
    start,
    end: start + 1,
    message: `\`${text.charAt(start)}\` needs a name after it`,
    help: "put the text in quotes if it is no anchor or alias",
  }),
  KEY_OVER_1024_CHARS: ({ start }) => ({
    start,
    end: start + 1,
    message: "a key is longer than 1024 characters",
    help: "close a quote or bracket that was left open, or give the entry a shorter name",
  }),
  MULTIPLE_ANCHORS: ({ start, end, found }) => ({
    start,
    end,
    message: `\`${found}\` is a second anchor for one value`,
    help: "keep one of them",
  }),
  TAG_RESOLVE_FAILED: ({ start, end, found }) => ({
    start,
    end: Math.min(end, start + found.length),
    message: `the tag \`${found}\` is not known`,
    help: "remove the tag, or put the text in quotes if the `!` belongs to it",
  }),
};

function misaligned({ start, text }: Complaint): Reading {
  const [indent = "", word = ""] = /^[ \t]*([^\s:]*)/.exec(text.slice(start)) ?? [];
  const at = start + indent.length - word.length;
  return {
    start: at,
    end: at + Math.max(1, word.length),
    message: "this line is indented unlike the lines that it belongs to",
    help: "entries of one mapping or list begin in the same column",
  };
}

function unclosedQuote({ error, document, text }: Complaint): Reading | undefined {
  if (!error.message.startsWith("Missing closing")) return undefined;
  const opened = openable(document, text).quoted.findLast(
    ([start, end]) => end === start + 1 || text.charAt(end - 1) !== text.charAt(start) || end >= error.pos[0],
  );
  const [start] = opened ?? error.pos;
  return {
    start,
    end: start + 1,
    message: `the quote \`${text.charAt(start)}\` is never closed`,
    label: "opened here",
    help: "close it, or leave the quotes out",
  };
}

function unclosedCollection({ error, document, text, start }: Complaint): Reading | undefined {
  const closer = /(?:end with a|ended with) ([\]}])/.exec(error.message)?.[1];
  if (closer === undefined) return undefined;
  const opener = closer === "]" ? "[" : "{";
  const { unclosed } = openable(document, text);
  let nearest = countBefore(unclosed, start) - 1;
  const isMeant = ([from, to]: Extent): boolean => to >= start - 1 && text.charAt(from) === opener;
  while (nearest >= 0 && !isMeant(unclosed[nearest] ?? [0, 0])) nearest -= 1;
  const [at] = unclosed[nearest] ?? [start];
  return {
    start: at,
    end: at + 1,
    message: `the \`${opener}\` is never closed`,
    label: "opened here",
    help: `close it with \`${closer}\`, indented deeper than the key that it belongs to`,
  };
}

type Extent = readonly [start: number, end: number];

/** Where quoted texts of a document stand, and flow maps and lists without an end, in its order. */
interface Openable {
  readonly quoted: readonly Extent[];
  readonly unclosed: readonly Extent[];
}

/** Looked for once: thousands of lines may each complain of what was left open. */
const known = new WeakMap<Document.Parsed, Openable>();

function openable(document: Document.Parsed, text: string): Openable {
  const before = known.get(document);
  if (before !== undefined) return before;
  const [quoted, unclosed]: [Extent[], Extent[]] = [[], []];
  visit(document, {
    Scalar(_, node) {
      if (node.type === "QUOTE_DOUBLE" || node.type === "QUOTE_SINGLE") quoted.push(extentOf(node));
    },
    Collection(_, node) {
      if (isCollection(node) && node.flow === true && !isClosed(node, text)) unclosed.push(extentOf(node));
    },
  });
  const found = { quoted, unclosed };
  known.set(document, found);
  return found;
}

function extentOf({ range }: { readonly range?: Range | null | undefined }): Extent {
  return [range?.[0] ?? 0, range?.[1] ?? 0];
}

/** How many begin before a place: found by halves, since each of thousands may be asked for. */
function countBefore(extents: readonly Extent[], place: number): number {
  let [low, high] = [0, extents.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((extents[middle]?.[0] ?? 0) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether the last bracket in a flow map or list is its own, and not that of its last entry. */
function isClosed(collection: YAMLMap | YAMLSeq, text: string): boolean {
  const [, end] = extentOf(collection);
  const last: unknown = collection.items.at(-1);
  const inner = isPair(last) ? (last.value ?? last.key) : last;
  const within = isNode(inner) ? extentOf(inner)[1] : 0;
  return /[\]}]/.test(text.charAt(end - 1)) && within < end;
}

function deeperThanValue({ text, start, end }: Complaint): Reading | undefined {
  const below = text.slice(start, end).lastIndexOf("\n");
  if (below === -1) return undefined;
  const line = /^[ \t]*([^\s:]*)/.exec(text.slice(start + below + 1));
  const word = line?.[1] ?? "";
  const at = start + below + 1 + (line?.[0].length ?? 0) - word.length;
  return {
    start: at,
    end: at + Math.max(1, word.length),
    message: "this line is indented deeper than the entry above, which has a value already",
    help: "begin it in the column of the entry above, or take the value of that entry away",
  };
}

function secondColon({ start, text }: Complaint): Reading {
  const line = /^[^\r\n]*/.exec(text.slice(start))?.[0] ?? "";
  const colon = line.search(/:(\s|$)/);
  const at = start + Math.max(0, colon);
  return {
    start: at,
    end: at + 1,
    message: "a second `:` on one line starts a mapping inside a value",
    help: "put the value in quotes if the colon belongs to it, or begin the inner mapping on a line of its own",
  };
}

/** `a:1` and `-b`, which are plain texts to YAML. */
function missingSpace({ start, text }: Complaint): Reading | undefined {
  const line = /^[^\r\n]*/.exec(text.slice(start))?.[0] ?? "";
  const colon = /^[\w.-]+:(?=[^\s:/])/.exec(line);
  if (colon !== null) {
    const at = start + colon[0].length;
    return {
      start: at - 1,
      end: at,
      message: `a space is missing after \`${colon[0]}\``,
      help: "write `key: value`",
    };
  }
  if (!/^-[^\s-]/.test(line)) return undefined;
  return { start, end: start + 1, message: "a space is missing after `-`", help: "write `- item`" };
}

function missingColon({ error, start, found }: Complaint): Reading | undefined {
  if (!/^Implicit (?:map )?keys need/.test(error.message)) return undefined;
  // `links [grafana]`, whose lines run on into the next key.
  const key = /^[\w.-]+(?=[ \t]+\S)/.exec(found)?.[0] ?? found;
  return {
    start,
    end: start + Math.max(1, key.length),
    message: found === "" ? "a key is expected here" : `no colon after \`${key}\``,
    help: "write `key: value`, or indent the line if it goes on with the text above",
  };
}

function spaceBeforeComment({ text, start }: Complaint): Reading | undefined {
  if (text.charAt(start) !== "#") return undefined;
  const help = "write a space before the comment, or put the `#` inside the quotes";
  return { start, end: start + 1, message: "a space is missing before `#`", help };
}

function listAmongKeys({ text, start }: Complaint): Reading | undefined {
  if (!/^-\s/.test(text.slice(start, start + 2))) return undefined;
  return {
    start,
    end: start + 1,
    message: "a list item stands where a key of the mapping above is expected",
    help: "indent the list under the key that it belongs to",
  };
}

function strayCloser({ error, start }: Complaint): Reading | undefined {
  const closer = /Unexpected flow-(?:seq|map)-end token.*"([\]}])"/.exec(error.message)?.[1];
  if (closer === undefined) return undefined;
  return {
    start,
    end: start + 1,
    message: `this \`${closer}\` closes nothing`,
    help: "remove it, or put the text in quotes",
  };
}

function textAfterValue({ error, start, text, document }: Complaint): Reading | undefined {
  if (!error.message.endsWith("at node end")) return undefined;
  const rest = (/^[^\r\n]*/.exec(text.slice(start))?.[0] ?? "").trimEnd();
  const quote = text.charAt(start - 1);
  const afterQuote = quote === "'" || quote === '"';
  const afterList = isCollection(document.contents) && !afterQuote;
  return {
    start,
    end: start + Math.max(1, rest.length),
    message: afterQuote
      ? "text goes on after the closing quote"
      : afterList
        ? "this line does not belong to what stands above"
        : "text goes on after the end of the value",
    help: afterQuote
      ? `put the whole value in quotes, and write ${quote === "'" ? "`''`" : '`\\"`'} for a quote inside`
      : "indent the line like the entries that it belongs to",
  };
}
