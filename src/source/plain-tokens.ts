import { CST } from "yaml";

/** Thrown where a text may mean more than stands there, or is to be told something: its nodes say. */
export class NotPlain extends Error {}

/** An entry of a map or list. */
export type Item = CST.CollectionItem;

export type Tokens = readonly CST.SourceToken[] | undefined;

export function ensure(isPlain: boolean): asserts isPlain {
  if (!isPlain) throw new NotPlain();
}

export function isFlowScalar(token: CST.Token | null | undefined): token is CST.FlowScalar {
  return CST.isScalar(token) && token.type !== "block-scalar";
}

/** The items of a flow collection, each behind its comma; one may stand behind the last. */
export function flowItems(items: readonly Item[]): readonly Item[] {
  for (const [index, { start, value }] of items.entries()) {
    // The parser takes `{ a: b: c }` for a block map in a flow map.
    ensure(value?.type !== "block-map" && value?.type !== "block-seq");
    ensure(index === 0 || start[0]?.type === "comma");
    ensure(areBlank(start, index === 0 ? 0 : 1, false));
  }
  const last = items.at(-1);
  return last !== undefined && isEmpty(last) ? items.slice(0, -1) : items;
}

/** True for the blanks and comments below the last entry, which the parser takes for one more. */
export function isEmpty({ key, sep, value }: Item): boolean {
  return key == null && sep === undefined && value === undefined;
}

export function hasNewline({ sep }: Item): boolean {
  return sep?.some(({ type }) => type === "newline") ?? false;
}

/** True where the tokens from one on are blanks and comments, without tabs; `isApart` where a comment may come first. */
export function areBlank(tokens: Tokens = [], from: number, isApart: boolean): boolean {
  let mayComment = isApart;
  for (let index = from; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (token?.type === "space") {
      if (token.source.includes("\t")) return false;
    } else if (token?.type === "comment") {
      if (!mayComment) return false;
      continue;
    } else if (token?.type !== "newline") return false;
    mayComment = true;
  }
  return true;
}

export function endOf(token: CST.SourceToken | undefined): number {
  return token === undefined ? 0 : token.offset + token.source.length;
}

/** What `yaml` complains of at the start of a plain scalar. */
const refused = new Set(["", "\t", ",", "%", "|", ">", "@", "`"]);

/** True for a scalar whose text is what stands there. */
export function isAsWritten({ source, type }: CST.FlowScalar, content: string): boolean {
  if (source.includes("\n")) return false;
  if (type === "scalar") return !refused.has(source.charAt(0));
  const quote = type === "single-quoted-scalar" ? "'" : '"';
  return source.length > 1 && source.endsWith(quote) && !content.includes(quote) && !content.includes("\\");
}
