import { Composer, isMap, Lexer, Parser } from "yaml";
import type { CST, ParsedNode, YAMLMap } from "yaml";
import { maxDepth, Walker } from "./walk.ts";
import type { OpenKey, OpenMap, Text, Tree } from "./walk.ts";
import { yamlOptions } from "./yaml-options.ts";

/**
 * Reads a text without ever holding all that the parser makes of it: where some entries of a block map have
 * ended, they are composed, walked and forgotten; `atOnce` at least, since each piece costs something. Undefined where only the whole document tells what a text
 * means: it has an anchor, a directive, a second document, or anything that is to be told.
 */
export function readInPieces(text: Text, atOnce = 8): Tree | undefined {
  try {
    return new Pieces(text, atOnce).read();
  } catch (error) {
    // Also where the stack was too small: what reads the whole document says so.
    if (error instanceof OnlyWhole || error instanceof RangeError) return undefined;
    throw error;
  }
}

class OnlyWhole extends Error {}

/** A map that the parser has not ended, the first entries of which have been read. */
interface Begun {
  /** Of what is left of it. */
  readonly token: CST.BlockMap;
  readonly map: OpenMap;
  /** The value of the first entry that is left, where that was begun. */
  within: { readonly key: OpenKey; readonly value: Begun } | undefined;
}

class Pieces {
  private readonly text: string;
  private readonly atOnce: number;
  private readonly parser = new Parser();
  private readonly walker: Walker;
  private top: Begun | undefined;
  private hasEnded = false;

  constructor(text: Text, atOnce: number) {
    this.text = text.text;
    this.atOnce = atOnce;
    this.walker = new Walker(text);
  }

  read(): Tree {
    for (const lexeme of new Lexer().lex(this.text)) {
      this.receive(this.parser.next(lexeme));
      if (lexeme === "\n" || lexeme === "\r\n") this.advance();
    }
    this.receive(this.parser.end());
    if (this.top === undefined || !this.hasEnded || !this.walker.isPlain) throw new OnlyWhole();
    const { places, diagnostics, whole } = this.walker;
    return { value: this.top.map.value, places, diagnostics, whole };
  }

  /** Takes what the parser has ended: blanks and comments, and one document. */
  private receive(tokens: Iterable<CST.Token>): void {
    for (const token of tokens) {
      if (token.type === "document" && !this.hasEnded) this.end(token);
      else if (!["space", "newline", "comment"].includes(token.type)) throw new OnlyWhole();
    }
  }

  private end(document: CST.Document): void {
    if (this.top === undefined || this.top.token !== document.value) throw new OnlyWhole();
    this.hasEnded = true;
    this.finish(this.top);
    // What stands before and after it may be wrong as well.
    if (this.compose(document).tag !== undefined) throw new OnlyWhole();
  }

  /** Reads the entries that have ended, from the top on, where many wait in a map. */
  private advance(): void {
    const maps = mapsOf(this.parser.stack);
    const deepest = maps.findLastIndex(({ items }) => items.length > this.atOnce);
    let above: Begun | undefined;
    for (const token of maps.slice(0, deepest + 1)) {
      const map: Begun =
        above === undefined ? (this.top ??= this.begin(token, 1)) : this.within(above, token);
      this.take(map, token.items.length - 1);
      above = map;
    }
    if (!this.walker.isPlain) throw new OnlyWhole();
  }

  private begin(token: CST.BlockMap, depth: number): Begun {
    if (depth > maxDepth) throw new OnlyWhole();
    const first = this.entries(token, token.items.slice(0, 1));
    // It goes on, on other lines.
    first.range = [token.offset, this.text.length, this.text.length];
    return { token, map: this.walker.open(first, depth), within: undefined };
  }

  /** The map that is the value of the only entry that another has left. */
  private within(above: Begun, token: CST.BlockMap): Begun {
    if (above.within === undefined) {
      const [entry] = above.token.items;
      if (entry?.key === undefined) throw new OnlyWhole();
      const [pair] = this.entries(above.token, [{ ...entry, value: { ...token, items: [] } }]).items;
      // What stands between the two may be wrong for a map, or say that it is none.
      if (!isMap(pair?.value) || pair.value.tag !== undefined || pair.value.anchor !== undefined)
        throw new OnlyWhole();
      above.within = {
        key: this.walker.key(above.map, pair.key),
        value: this.begin(token, above.map.depth + 1),
      };
    }
    return above.within.value;
  }

  /** Reads the first entries of what is left of a map. */
  private take(from: Begun, count: number): void {
    const { token, map, within } = from;
    if (count === 0) return;
    const items = token.items.splice(0, count);
    if (within !== undefined) {
      items.shift();
      from.within = undefined;
      this.finish(within.value);
      this.walker.settle(map, within.key, within.value.map.place, within.value.map.value);
    }
    for (const pair of items.length === 0 ? [] : this.entries(token, items).items)
      this.walker.entry(map, pair);
  }

  /** Reads all that is left of a map. */
  private finish(map: Begun): void {
    this.take(map, map.token.items.length);
    this.walker.close(map.map);
  }

  /** Some entries of a map, as a map of their own that begins where they do. */
  private entries(map: CST.BlockMap, items: CST.BlockMap["items"]): YAMLMap.Parsed {
    const [first] = items;
    const offset = (first?.start[0] ?? first?.key ?? first?.sep?.[0] ?? map).offset;
    return this.compose({ type: "document", offset, start: [], value: { ...map, offset, items } });
  }

  private compose(token: CST.Document): YAMLMap.Parsed {
    const [document] = new Composer(yamlOptions).compose([token]);
    const root: ParsedNode | null | undefined = document?.contents;
    if (document === undefined || document.errors.length > 0 || document.warnings.length > 0 || !isMap(root))
      throw new OnlyWhole();
    return root;
  }
}

/** The block maps that the parser works on, from the top: each will be the value of the last entry of the one before. */
function mapsOf(stack: readonly CST.Token[]): readonly CST.BlockMap[] {
  const maps: CST.BlockMap[] = [];
  if (stack[0]?.type !== "document") return maps;
  // No further than they go: a thousand brackets may be open, and this is asked at each line.
  for (let level = 1; level < stack.length; level += 1) {
    const token = stack[level];
    const above = maps.at(-1);
    if (token?.type !== "block-map" || (above !== undefined && !awaitsValue(above))) break;
    maps.push(token);
  }
  return maps;
}

function awaitsValue({ items }: CST.BlockMap): boolean {
  const last = items.at(-1);
  if (last?.key == null || last.explicitKey === true || last.value !== undefined) return false;
  return last.sep.some(({ type }) => type === "map-value-ind");
}
