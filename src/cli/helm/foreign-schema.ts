import { posix } from "node:path";
import { gunzipSync } from "node:zlib";
import type { Files } from "../../io/files.ts";
import { statThrough } from "../../io/stat-through.ts";
import { decodeText } from "../../reality/flux/parse.ts";
import { isMapping } from "../../reality/value.ts";

/** A packed chart that becomes more than so many bytes is not looked into. */
const mostUnpacked = 64 * 1024 * 1024;

/** Drafts that helm has itself; any other it would ask for. */
const knownDraft = /https?:\/\/json-schema\.org\/(?:draft-0[467]|draft\/20(?:19-09|20-12))\/schema#?/;
const isKnownDraft = (address: string): boolean => new RegExp(`^${knownDraft.source}$`).test(address);

/**
 * What a schema of values takes from outside of itself, in a chart or in one that is in it; undefined where none does.
 * Helm reads it, a file of the machine or an address there, and shows parts of it where values do not fit.
 */
export async function foreignSchema(
  files: Files,
  chart: string,
  seen: ReadonlySet<string> = new Set(),
): Promise<string | undefined> {
  // Helm follows links, which may lead in a circle.
  const real = await files.realPath(chart);
  if (real === undefined || seen.has(real)) return undefined;
  const own = await files.read(posix.join(chart, "values.schema.json"));
  const named = own === undefined ? undefined : referenceIn(decodeText(own));
  if (named !== undefined) return named;
  const within = posix.join(chart, "charts");
  for (const [name] of (await files.entries(within)) ?? []) {
    const path = posix.join(within, name);
    const kind = (await statThrough(files, path))?.kind;
    const found =
      kind === "directory"
        ? await foreignSchema(files, path, new Set([...seen, real]))
        : kind === "file"
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

const refers = new RegExp(
  `"\\$(?:dynamic|recursive)?ref"\\s*:\\s*"[^#]|"\\$schema"\\s*:\\s*"(?!${knownDraft.source}")|\\\\u00`,
  "i",
);
/** What gzip begins with: a chart that is packed in another hides its schema. */
const gzipMagic = "\x1f\x8b\x08";

/**
 * Looks at the bytes of what may be a packed chart as they are, whatever it is called: where a schema could say more
 * than it shows, or another chart is packed in it, it is taken to.
 */
async function inArchive(files: Files, path: string): Promise<string | undefined> {
  const bytes = await files.read(path);
  // Helm takes no other file for a chart.
  if (bytes?.[0] !== 0x1f || bytes[1] !== 0x8b) return undefined;
  try {
    const text = gunzipSync(bytes, { maxOutputLength: mostUnpacked }).toString("latin1");
    return text.includes(gzipMagic) || (text.includes("values.schema.json") && refers.test(text))
      ? path
      : undefined;
  } catch {
    return path;
  }
}
