import { LineCounter, Parser } from "yaml";
import type { CST } from "yaml";
import { meaningsOf } from "../../source/plain-scalar.ts";
import { NotPlain } from "../../source/plain-tokens.ts";
import { PlainReader, plainRoot } from "../../source/plain.ts";
import type { Meanings } from "../../source/plain.ts";
import type { Place, Places } from "../../source/places.ts";
import type { Value } from "../value.ts";
import { oldOctal } from "./octal.ts";
import type { YamlDocument } from "./yaml-document.ts";

const meanings: Meanings = {
  ofScalar: meaningsOf([oldOctal]),
  ofKey: (value) => (typeof value === "string" && value !== "__proto__" ? value : undefined),
};

/** The first place of a document. */
const top: Place = 0;

/**
 * Reads the documents of a plain text, as most manifests are, without the parser's nodes; undefined for any
 * other. Empty documents are left out.
 */
export function parsePlain(text: string): readonly YamlDocument[] | undefined {
  // A block text at the end has no last line break then.
  if (!text.endsWith("\n")) return undefined;
  const lines = new LineCounter();
  const documents: YamlDocument[] = [];
  try {
    for (const token of new Parser(lines.addNewLine).parse(text)) {
      if (token.type === "document") documents.push(...read(text, token, lines));
      else if (!["space", "newline", "comment"].includes(token.type)) return undefined;
    }
  } catch (error) {
    // Also where the stack was too small: what reads by way of nodes says so.
    if (error instanceof NotPlain || error instanceof RangeError) return undefined;
    throw error;
  }
  return documents;
}

function read(text: string, document: CST.Document, lines: LineCounter): YamlDocument[] {
  const root = plainRoot(document);
  if (root === undefined) return [];
  const reader = new PlainReader(text, meanings);
  const value = reader.blockMap(root, 1) as Value;
  const { places } = reader;
  const { line } = lines.linePos(root.offset);
  return [{ value, line, bareNulls: places.hasBlank ? bareNulls(places, top, []) : [] }];
}

/** The keys in a map at `path` that have nothing behind them. */
function bareNulls(places: Places, map: Place, path: readonly string[]): readonly (readonly string[])[] {
  return places.namesOf(map).flatMap((name) => {
    const value = places.entry(map, name)?.value ?? map;
    const inner = [...path, name];
    if (places.isMap(value)) return bareNulls(places, value, inner);
    return places.isScalar(value) && !places.isWritten(value) ? [inner] : [];
  });
}
