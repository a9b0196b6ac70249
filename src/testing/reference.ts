import { readPages } from "./docs/page.ts";

/** An example of the language reference, as a whole file. */
export interface Example {
  /** Where it is: `docs/reference.md:12`. */
  readonly place: string;
  readonly text: string;
  readonly isFragment: boolean;
}

/** The examples of the language reference; a block that is a comment only is none. */
export function referenceExamples(): Example[] {
  const page = readPages().find(({ path }) => path === "docs/reference.md");
  return (page?.blocks ?? [])
    .filter(({ lines }) => lines.some((line) => !line.startsWith("#")))
    .map(({ place, lines }) => wholeExample(place, lines.join("\n")));
}

/** A piece of an inventory with what every inventory says before it. */
export function wholeExample(place: string, piece: string): Example {
  const isFragment = piece.includes("fragment.schema.json");
  const lacks = (key: string): boolean => !isFragment && !new RegExp(`^${key}:`, "m").test(piece);
  const version = lacks("version") ? "version: 1\n" : "";
  const cluster = lacks("cluster") ? "cluster: { name: homelab, contexts: [admin@homelab] }\n" : "";
  return { place, text: version + cluster + piece, isFragment };
}
