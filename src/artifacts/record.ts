import * as z from "zod";
import type { Files } from "../io/files.ts";
import { decode, hashText, type Hash } from "./content.ts";
import { ownFolder, recordPath } from "./folder.ts";
import { hasMergeMarkers, headerBytes, isGenerated } from "./header.ts";
import { isInside } from "./place.ts";

/** The hash that each file of ours had when it was written, by path. */
export type Entries = ReadonlyMap<string, Hash>;

/** What is ours in one file that is shared with people. */
export interface SharedRecord {
  /** True where there was no such file before. */
  readonly made: boolean;
  /** By `root/name`: the hash of the value that was written. */
  readonly keys: ReadonlyMap<string, Hash>;
}

/** By path. */
export type SharedRecords = ReadonlyMap<string, SharedRecord>;

/**
 * What is known of the files that we wrote: from the record (`kept`); from the headers of the files,
 * since the record is gone (`lost`) or unreadable (`damaged`); or nothing, because a later version of
 * fluxtilt wrote it (`newer`).
 */
export type OwnershipRecord =
  | { readonly state: "kept"; readonly entries: Entries; readonly shared: SharedRecords }
  | { readonly state: "lost" }
  | { readonly state: "damaged"; readonly reason: string }
  | { readonly state: "newer"; readonly version: number };

const isHash = (text: string): text is Hash => /^sha256-[0-9a-f]{64}$/.test(text);
const anyVersion = z.object({ version: z.number() });
const path = z.string().refine(isInside, "a path that leaves the repository");
const hash = z.custom<Hash>((value) => typeof value === "string" && isHash(value), "a hash that is not one");
const key = z.string().regex(/^[^/]+\/./s);
/**
 * Shared files stand beside the others, and not among them: a fluxtilt that does not know them would take
 * the whole file for its own, and remove it.
 */
const schema = z.object({
  version: z.literal(1),
  files: members(path, z.object({ hash })),
  shared: members(path, z.object({ made: z.boolean().default(false), keys: members(key, hash) })).prefault(
    {},
  ),
});

/** An object as a map. A `z.record` would leave out the file `__proto__`. */
function members<Value extends z.ZodType>(name: z.ZodType<string, string>, value: Value) {
  return z
    .custom<object>((one) => typeof one === "object" && one !== null && !Array.isArray(one))
    .transform((object) => new Map<string, unknown>(Object.entries(object)))
    .pipe(z.map(name, value));
}

function damaged(reason: string): OwnershipRecord {
  return { state: "damaged", reason };
}

/** Reads the text of a record; nothing in it is trusted. */
export function parseRecord(text: string): OwnershipRecord {
  if (hasMergeMarkers(text)) return damaged("it has merge markers in it");
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return damaged("it is not JSON");
  }
  const version = anyVersion.safeParse(data).data?.version;
  if (version !== undefined && version > 1) return { state: "newer", version };
  const parsed = schema.safeParse(data);
  if (!parsed.success) {
    return damaged("it is not a record of version 1");
  }
  const { files, shared } = parsed.data;
  return {
    state: "kept",
    entries: new Map([...files].map(([path, { hash }]) => [path, hash])),
    shared,
  };
}

/** The text of a record: paths sorted by code unit, one line a file or key, so that merges stay small. */
export function renderRecord(entries: Entries, shared: SharedRecords = new Map()): string {
  const files = [...entries].map(([path, hash]) => [path, `{ "hash": "${hash}" }`] as const);
  const lines = [`"version": 1`, `"files": ${object(files, "  ")}`];
  if (shared.size > 0) {
    const records = [...shared].map(([path, { made, keys }]) => {
      const hashes = [...keys].map(([key, hash]) => [key, JSON.stringify(hash)] as const);
      const own = [
        ...(made ? ([["made", "true"]] as const) : []),
        ["keys", object(hashes, "      ")] as const,
      ];
      return [path, object(own, "    ")] as const;
    });
    lines.push(`"shared": ${object(records, "  ")}`);
  }
  return `{\n  ${lines.join(",\n  ")}\n}\n`;
}

/** An object of texts that are JSON already, its keys sorted, a line each. */
function object(members: readonly (readonly [key: string, json: string])[], indent: string): string {
  if (members.length === 0) return "{}";
  const lines = [...members]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, json]) => `${indent}  ${JSON.stringify(key)}: ${json}`);
  return `{\n${lines.join(",\n")}\n${indent}}`;
}

/** Reads the record that is on the disk. */
export async function readRecord(files: Files): Promise<OwnershipRecord> {
  const kind = await files.kind(recordPath);
  if (kind === undefined) return { state: "lost" };
  if (kind !== "file") return damaged("it is not a regular file");
  const bytes = await files.read(recordPath);
  return bytes === undefined ? { state: "lost" } : parseRecord(decode(bytes));
}

/** A file with our header that was found without a record. */
export interface Found {
  readonly path: string;
  readonly hash: Hash;
  /**
   * True in our own folder and at an expected path. Elsewhere a header alone does not make a file ours
   * to remove: it may be a copy, or the golden file of a test.
   */
  readonly sure: boolean;
}

/**
 * Finds the files that we wrote by their headers: at the expected paths, in our own folder, and
 * everywhere under the names of expected files. Folders of another inventory are left alone.
 */
export async function findByHeaders(files: Files, expected: readonly string[]): Promise<readonly Found[]> {
  const names = [...new Set(["Tiltfile", ...expected.map((path) => path.slice(path.lastIndexOf("/") + 1))])];
  const patterns = names.map((name) => `**/${name.replaceAll(/[\\*?[\]{}()!+@|$^]/g, "\\$&")}`);
  const others = (await files.glob(["*/**/cluster.config.{yaml,yml}", `*/**/${recordPath}`])).map((path) =>
    path.endsWith(recordPath) ? path.slice(0, -recordPath.length) : path.slice(0, path.lastIndexOf("/") + 1),
  );
  const candidates = await files.glob([...patterns, `${ownFolder}/**`]);
  const wanted = new Set(expected);
  const found: Found[] = [];
  for (const path of new Set([...expected, ...candidates])) {
    const sure = wanted.has(path) || path.startsWith(`${ownFolder}/`);
    if (!sure && others.some((folder) => path.startsWith(folder))) continue;
    if (!isInside(path) || (await files.kind(path)) !== "file") continue;
    const head = await files.read(path, { maxBytes: headerBytes });
    if (head === undefined || !isGenerated(decode(head))) continue;
    const bytes = await files.read(path);
    if (bytes !== undefined) found.push({ path, hash: hashText(bytes), sure });
  }
  return found;
}
