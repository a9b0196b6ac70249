import { Parser } from "yaml";
import type { CST } from "yaml";
import { meaningsOf } from "./plain-scalar.ts";
import { NotPlain } from "./plain-tokens.ts";
import { PlainReader, plainRoot } from "./plain.ts";
import type { Meanings } from "./plain.ts";
import { reserved } from "./text-limits.ts";
import type { OpenMap, PlainKey } from "./plain.ts";
import type { Text, Tree } from "./walk.ts";

/** What the parser makes of so many characters is some 4 MB: not worth a look at each line for what has ended. */
const smallText = 64 * 1024;

/**
 * Reads a plain text without ever holding all that the parser makes of it, unless it is small: where some entries of
 * a block map have ended, they are read and forgotten; more than `atOnce`, since looking for them costs something.
 * Undefined where only the whole document tells what a text means: it has an anchor, a tag, a second document, or
 * anything that is to be told.
 */
export function readInPieces(
  { text }: Text,
  atOnce = text.length < smallText ? Infinity : 8,
): Pick<Tree, "value" | "places"> | undefined {
  try {
    return new Pieces(text, atOnce).read();
  } catch (error) {
    // Also where the stack was too small: what reads the whole document says so.
    if (error instanceof NotPlain || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** A map that the parser has not ended, the first entries of which have been read. */
interface Begun {
  /** Of what is left of it. */
  readonly token: CST.BlockMap;
  readonly map: OpenMap;
  /** The value of the first entry that is left, where that was begun. */
  within: { readonly key: PlainKey; readonly value: Begun } | undefined;
}

const meanings: Meanings = {
  ofScalar: meaningsOf([]),
  ofKey(value, source) {
    // `8080:` and `true:` are names as they are written.
    const name = typeof value === "string" ? value : source;
    return value === null || reserved.has(name) ? undefined : name;
  },
};

class Pieces {
  private readonly text: string;
  private readonly atOnce: number;
  private readonly parser: Parser;
  private readonly reader: PlainReader;
  private top: Begun | undefined;
  private hasEnded = false;

  constructor(text: string, atOnce: number) {
    this.text = text;
    this.atOnce = atOnce;
    const advance = (): void => {
      this.advance();
    };
    this.parser = new Parser(atOnce === Infinity ? undefined : advance);
    this.reader = new PlainReader(text, meanings);
  }

  read(): Pick<Tree, "value" | "places"> {
    for (const token of this.parser.parse(this.text)) {
      if (token.type === "document" && !this.hasEnded) this.end(token);
      else if (!["space", "newline", "comment"].includes(token.type)) throw new NotPlain();
    }
    if (this.top === undefined || !this.hasEnded) throw new NotPlain();
    return { value: this.top.map.value, places: this.reader.places };
  }

  private end(document: CST.Document): void {
    const root = plainRoot(document);
    if (root === undefined) throw new NotPlain();
    this.top ??= this.begin(root, 1);
    if (this.top.token !== root) throw new NotPlain();
    this.finish(this.top);
    this.hasEnded = true;
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
  }

  private begin(token: CST.BlockMap, depth: number): Begun {
    return { token, map: this.reader.open(token, depth), within: undefined };
  }

  /** The map that is the value of the only entry that another has left. */
  private within(above: Begun, token: CST.BlockMap): Begun {
    above.within ??= {
      key: this.reader.keyOfMap(above.map, above.token.items[0]),
      value: this.begin(token, above.map.depth + 1),
    };
    return above.within.value;
  }

  /** Reads the first entries of what is left of a map. */
  private take(from: Begun, count: number): void {
    if (count === 0) return;
    const { token, map, within } = from;
    const items = token.items.splice(0, count);
    if (within !== undefined) {
      items.shift();
      from.within = undefined;
      this.finish(within.value);
      this.reader.enter(map, within.key, within.value.map.value);
    }
    for (const item of items) this.reader.entry(map, item);
  }

  /** Reads all that is left of a map. */
  private finish(map: Begun): void {
    this.take(map, map.token.items.length);
    this.reader.close(map.map);
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
