import type { OrderedLiteral } from "../dashboard/configuration.ts";

const token = /\s*(?:(?<text>"(?:[^"\\]|\\.)*")|(?<word>[\w.+-]+)|(?<mark>[^\s]))/y;
const words: Readonly<Record<string, OrderedLiteral>> = { True: true, False: false, None: null };

/** Nobody writes one that is nested so deep, and reading it takes room on the stack. */
const deepest = 100;

/** A literal as Starlark prints it with `%r`; undefined for what is none, such as a function. */
export function readLiteral(printed: string): OrderedLiteral | undefined {
  const tokens: string[] = [];
  token.lastIndex = 0;
  for (let found = token.exec(printed); found !== null; found = token.exec(printed))
    tokens.push(found[0].trim());
  // Taken off the end: off the front, each would move all that follow.
  const value = valueOf(tokens.reverse(), 0);
  return tokens.length === 0 ? value : undefined;
}

/** Takes a value off the end; what is left over behind one that is no literal makes the whole none. */
function valueOf(tokens: string[], depth: number): OrderedLiteral | undefined {
  const first = tokens.pop() ?? "";
  if (depth > deepest) return undefined;
  if (first === "[" || first === "(") return listOf(tokens, first === "[" ? "]" : ")", depth + 1);
  if (first === "{") return mapOf(tokens, depth + 1);
  if (first.startsWith('"')) return textOf(first);
  if (Object.hasOwn(words, first)) return words[first];
  const number = Number(first);
  return first === "" || Number.isNaN(number) ? undefined : number;
}

function listOf(tokens: string[], end: string, depth: number): OrderedLiteral | undefined {
  const items: OrderedLiteral[] = [];
  while (tokens.at(-1) !== end) {
    const item = valueOf(tokens, depth);
    if (item === undefined) return undefined;
    items.push(item);
    if (tokens.at(-1) === ",") tokens.pop();
  }
  tokens.pop();
  return items;
}

function mapOf(tokens: string[], depth: number): OrderedLiteral | undefined {
  const map = new Map<string, OrderedLiteral>();
  while (tokens.at(-1) !== "}") {
    const key = valueOf(tokens, depth);
    if (typeof key !== "string" || tokens.pop() !== ":") return undefined;
    const value = valueOf(tokens, depth);
    if (value === undefined) return undefined;
    map.set(key, value);
    if (tokens.at(-1) === ",") tokens.pop();
  }
  tokens.pop();
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
