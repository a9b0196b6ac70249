import { posix } from "node:path";
import { gunzipSync } from "node:zlib";
import type { Files } from "../../io/files.ts";
import { decodeText } from "../../reality/flux/parse.ts";
import { isMapping } from "../../reality/value.ts";

/** A packed chart that becomes more than so many bytes is not looked into. */
const mostUnpacked = 64 * 1024 * 1024;

/** Drafts that helm has itself. */
const isKnownDraft = (address: string): boolean => /^https?:\/\/json-schema\.org\//.test(address);

/**
 * What a schema of values takes from outside of itself, in a chart or in one that is in it; undefined where none does.
 * Helm reads it, a file of the machine or an address there, and shows parts of it where values do not fit.
 */
export async function foreignSchema(files: Files, chart: string): Promise<string | undefined> {
  const own = await files.read(posix.join(chart, "values.schema.json"));
  const named = own === undefined ? undefined : referenceIn(decodeText(own));
  if (named !== undefined) return named;
  const within = posix.join(chart, "charts");
  for (const [name, kind] of (await files.entries(within)) ?? []) {
    const path = posix.join(within, name);
    const found =
      kind === "directory"
        ? await foreignSchema(files, path)
        : /\.(tgz|tar\.gz)$/.test(name)
          ? await inArchive(files, path)
          : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function referenceIn(text: string): string | undefined {
  try {
    return referenceOf(JSON.parse(text));
  } catch {
    // Helm says that it is none.
    return undefined;
  }
}

function referenceOf(schema: unknown): string | undefined {
  const waiting = [schema];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (Array.isArray(value)) for (const item of value as unknown[]) waiting.push(item);
    if (!isMapping(value)) continue;
    for (const [key, item] of Object.entries(value)) {
      if (typeof item !== "string") waiting.push(item);
      else if (/^\$(dynamic|recursive)?ref$/i.test(key) && !item.startsWith("#")) return item;
      else if (key === "$schema" && !isKnownDraft(item)) return item;
    }
  }
  return undefined;
}

/** Looks at the bytes of a packed chart as they are: where a schema could say more than it shows, it is taken to. */
async function inArchive(files: Files, path: string): Promise<string | undefined> {
  const bytes = await files.read(path);
  if (bytes === undefined) return undefined;
  try {
    const text = gunzipSync(bytes, { maxOutputLength: mostUnpacked }).toString("latin1");
    const hasSchema = text.includes("values.schema.json");
    const refers =
      /"\$(?:dynamic|recursive)?ref"\s*:\s*"[^#]|"\$schema"\s*:\s*"(?!https?:\/\/json-schema\.org\/)|\\u00/i;
    return /\.(?:tgz|tar\.gz)\0/.test(text) || (hasSchema && refers.test(text)) ? path : undefined;
  } catch {
    return path;
  }
}
