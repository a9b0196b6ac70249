/** A call in a Tiltfile, as far as it can be read without running it. */
export interface ScannedCall {
  /** With its dots, as `config.parse`. */
  readonly name: string;
  readonly line: number;
  /** Texts and lists of texts; undefined for what has to be run to be known. */
  readonly positional: readonly (Text | undefined)[];
  readonly named: ReadonlyMap<string, Text | undefined>;
  /** Begins a line, so that it runs once and nothing takes its result. */
  readonly isStatement: boolean;
  /** Takes arguments by `*` or `**`, so that it may be given more than stands here. */
  readonly isSpread: boolean;
  /** How it is written, on one line. */
  readonly written: string;
}

/** A name that is used without being called at once: what it stands for may be called anywhere. */
export interface Mention {
  readonly name: string;
  readonly line: number;
  /** The line that it stands in. */
  readonly written: string;
}

export type Text = string | readonly string[];

/** What can be seen in the text of one Tiltfile. */
export interface Scan {
  readonly calls: readonly ScannedCall[];
  /** Of what a program may be run by; neither attributes nor names of arguments. */
  readonly mentions: readonly Mention[];
  /** Every text literal with its line, in order. */
  readonly texts: readonly { readonly value: string; readonly line: number }[];
  /** `if`, `for`, `while`, `def` and `lambda`, with their lines. */
  readonly logic: readonly { readonly word: string; readonly line: number }[];
  /** Variables of the environment that it reads by name. */
  readonly variables: readonly string[];
  /** Those without which it does not load. */
  readonly required: readonly string[];
}

interface Token {
  readonly kind: "name" | "text" | "number" | "mark";
  readonly value: string;
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

const pattern =
  /(?<space>[\s\\]+|#[^\n]*)|(?<raw>[rb]{0,2})(?<quote>"""|'''|"|')|(?<name>[A-Za-z_][\w.]*)|(?<number>\d[\w.]*)|(?<mark>[^])/y;

/** Cuts Starlark into tokens (go.starlark.net/doc/spec.md, "Lexical elements"); what is no Starlark is marks. */
function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let [offset, line] = [0, 1];
  while (offset < text.length) {
    pattern.lastIndex = offset;
    const groups = pattern.exec(text)?.groups ?? {};
    const start = offset;
    offset = pattern.lastIndex;
    const at = line;
    const { quote, raw = "" } = groups;
    if (quote !== undefined) {
      const [value, end] = readText(text, offset, quote, raw.includes("r"));
      offset = end;
      tokens.push({ kind: "text", value, line: at, start, end });
    } else
      for (const kind of ["name", "number", "mark"] as const)
        if (groups[kind] !== undefined)
          tokens.push({ kind, value: groups[kind], line: at, start, end: offset });
    line += text.slice(start, offset).split("\n").length - 1;
  }
  return tokens;
}

const escapes: Readonly<Record<string, string>> = {
  ...{ a: "\x07", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v", "\n": "" },
};
const coded =
  /(?:x(?=[\dA-Fa-f]{2})|u(?=[\dA-Fa-f]{4})|U(?=[\dA-Fa-f]{8}))(?<hex>(?<=x).{2}|(?<=u).{4}|(?<=U).{8})|(?<octal>[0-7]{1,3})/y;

function readText(text: string, from: number, quote: string, isRaw: boolean): [value: string, end: number] {
  let value = "";
  for (let index = from; index < text.length; index += 1) {
    if (text.startsWith(quote, index)) return [value, index + quote.length];
    const sign = text[index] ?? "";
    if (sign !== "\\") {
      value += sign;
      continue;
    }
    index += 1;
    const [read, length] = isRaw ? [`\\${text[index] ?? ""}`, 1] : readEscape(text, index);
    value += read;
    index += length - 1;
  }
  return [value, text.length];
}

/** What stands behind a backslash, and how long it is. */
function readEscape(text: string, at: number): [value: string, length: number] {
  coded.lastIndex = at;
  const found = coded.exec(text);
  const next = text[at] ?? "";
  if (found?.groups === undefined) return [escapes[next] ?? next, 1];
  const { hex, octal = "0" } = found.groups;
  const code = hex === undefined ? Number.parseInt(octal, 8) : Number.parseInt(hex, 16);
  return [code > 0x10ffff ? "" : String.fromCodePoint(code), found[0].length];
}

/** Reads a Tiltfile's text; it never fails, since what it misses is only not known. */
export function scan(written: string): Scan {
  // As Starlark does before all else: a lone CR ends a line, and a comment with it.
  const text = written.replaceAll(/\r\n?/g, "\n");
  const tokens = tokensOf(text);
  const calls = tokens.flatMap((token, index) => {
    const [before, next] = [tokens[index - 1], tokens[index + 1]];
    const isDefined = before?.kind === "name" && before.value === "def";
    const isCalled = token.kind === "name" && next?.kind === "mark" && next.value === "(";
    return isCalled && !isDefined ? [callAt(text, tokens, index)] : [];
  });
  const read = calls
    .filter(({ name }) => /^os\.(getenv|environ\.get)$/.test(name))
    .flatMap(({ positional: [first] }) => (typeof first === "string" ? [first] : []));
  const indexed = tokens.flatMap((token, index) => {
    const key = tokens[index + 2];
    const isRead = token.value === "os.environ" && tokens[index + 1]?.value === "[" && key?.kind === "text";
    return isRead ? [key.value] : [];
  });
  return {
    calls,
    mentions: mentionsIn(text, tokens),
    texts: tokens.filter(({ kind }) => kind === "text").map(({ value, line }) => ({ value, line })),
    logic: tokens
      .filter(({ kind, value }) => kind === "name" && /^(if|for|while|def|lambda)$/.test(value))
      .map(({ value, line }) => ({ word: value, line })),
    variables: [...new Set([...read, ...indexed])],
    required: [...new Set(indexed)],
  };
}

/** What may run a program, or lead to a text that does (Tilt v0.37: internal/tiltfile). */
const leading = new Set([
  ...["local", "kustomize", "helm", "include", "load_dynamic"],
  ...["v1alpha1", "v1alpha1.extension", "v1alpha1.extension_repo"],
]);

function mentionsIn(text: string, tokens: readonly Token[]): readonly Mention[] {
  return tokens.flatMap(({ kind, value: name, line, start }, index) => {
    const [before, next, second] = [tokens[index - 1], tokens[index + 1], tokens[index + 2]];
    const isMark = (token: Token | undefined, value: string): boolean =>
      token?.kind === "mark" && token.value === value;
    if (kind !== "name" || !leading.has(name) || isMark(next, "(") || isMark(before, ".")) return [];
    const isFirst = isMark(before, "(") || isMark(before, ",");
    if (isFirst && isMark(next, "=") && !isMark(second, "=")) return [];
    return [{ name, line, written: lineAt(text, start) }];
  });
}

/** How much of a line is shown on either side: a text that is one line is not gone through for each place. */
const around = 120;

/** What stands around a place in its line. */
function lineAt(text: string, at: number): string {
  const before = /[^\n]*$/.exec(text.slice(Math.max(0, at - around), at))?.[0] ?? "";
  const after = /^[^\n]*/.exec(text.slice(at, at + around))?.[0] ?? "";
  return (before + after).trim();
}

function callAt(text: string, tokens: readonly Token[], index: number): ScannedCall {
  const parts: Token[][] = [[]];
  let depth = 0;
  let end = tokens[index]?.end ?? 0;
  // No copy of what follows: a long file has as many calls as it has lines.
  for (let at = index + 1; at < tokens.length; at++) {
    const token = tokens[at];
    if (token === undefined) break;
    const isMark = token.kind === "mark";
    if (isMark && "([{".includes(token.value)) depth += 1;
    if (isMark && ")]}".includes(token.value)) depth -= 1;
    end = token.end;
    if (depth === 0) break;
    if (depth === 1 && isMark && token.value === ",") parts.push([]);
    else if (!(depth === 1 && token.value === "(" && parts.length === 1 && parts[0]?.length === 0))
      parts.at(-1)?.push(token);
  }
  const given = parts.filter((part) => part.length > 0);
  const named = new Map<string, Text | undefined>();
  const positional: (Text | undefined)[] = [];
  for (const part of given) {
    const [key, equals, second] = part;
    const isNamed = equals?.kind === "mark" && equals.value === "=" && second?.value !== "=";
    if (key?.kind === "name" && isNamed) named.set(key.value, textOf(part.slice(2)));
    else positional.push(textOf(part));
  }
  const isSpread = given.some(([first]) => first?.kind === "mark" && first.value === "*");
  const { value: name = "", line = 1, start = 0 } = tokens[index] ?? {};
  const written = text.slice(start, end).replaceAll(/\s+/g, " ");
  const isStatement = start === 0 || text[start - 1] === "\n";
  return { name, line, positional, named, isStatement, isSpread, written };
}

function textOf(tokens: readonly Token[]): Text | undefined {
  const [first] = tokens;
  if (tokens.length === 1) return first?.kind === "text" ? first.value : undefined;
  if (first?.value !== "[" || tokens.at(-1)?.value !== "]") return undefined;
  const items = tokens.slice(1, -1).filter((token) => token.value !== "," || token.kind === "text");
  return items.every(({ kind }) => kind === "text") ? items.map(({ value }) => value) : undefined;
}
