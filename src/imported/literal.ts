import type { OrderedLiteral } from "../dashboard/configuration.ts";

const token = /\s*(?:(?<text>"(?:[^"\\]|\\.)*")|(?<word>[\w.+-]+)|(?<mark>[^\s]))/y;
const words: Readonly<Record<string, OrderedLiteral>> = { True: true, False: false, None: null };

/** A literal as Starlark prints it with `%r`; undefined for what is none, such as a function. */
export function readLiteral(printed: string): OrderedLiteral | undefined {
  const tokens: string[] = [];
  token.lastIndex = 0;
  for (let found = token.exec(printed); found !== null; found = token.exec(printed))
    tokens.push(found[0].trim());
  const value = valueOf(tokens);
  return tokens.length === 0 ? value : undefined;
}

/** Takes a value off the front; what is left over behind one that is no literal makes the whole none. */
function valueOf(tokens: string[]): OrderedLiteral | undefined {
  const first = tokens.shift() ?? "";
  if (first === "[" || first === "(") return listOf(tokens, first === "[" ? "]" : ")");
  if (first === "{") return mapOf(tokens);
  if (first.startsWith('"')) return textOf(first);
  if (Object.hasOwn(words, first)) return words[first];
  const number = Number(first);
  return first === "" || Number.isNaN(number) ? undefined : number;
}

function listOf(tokens: string[], end: string): OrderedLiteral | undefined {
  const items: OrderedLiteral[] = [];
  while (tokens[0] !== end) {
    const item = valueOf(tokens);
    if (item === undefined) return undefined;
    items.push(item);
    if (tokens[0] === ",") tokens.shift();
  }
  tokens.shift();
  return items;
}

function mapOf(tokens: string[]): OrderedLiteral | undefined {
  const map = new Map<string, OrderedLiteral>();
  while (tokens[0] !== "}") {
    const key = valueOf(tokens);
    if (typeof key !== "string" || tokens.shift() !== ":") return undefined;
    const value = valueOf(tokens);
    if (value === undefined) return undefined;
    map.set(key, value);
    if (tokens[0] === ",") tokens.shift();
  }
  tokens.shift();
  return map;
}

/** Go and JSON escape alike, but for signs that are no text to write by hand. */
function textOf(printed: string): string | undefined {
  try {
    return JSON.parse(printed) as string;
  } catch {
    return undefined;
  }
}
