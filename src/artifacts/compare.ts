import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Files, FileStat } from "../io/files.ts";
import type { Artifact } from "../targets/artifact.ts";
import { decode, encode, hashBytes, hashText, sameBytes, type Hash } from "./content.ts";
import { recordPath } from "./folder.ts";
import { hasMergeMarkers, isGenerated } from "./header.ts";
import { findPlace, findPlaces } from "./place.ts";
import { findByHeaders, readRecord, renderRecord, type Entries, type OwnershipRecord } from "./record.ts";

/**
 * How an output stands: `current`; `stale`, we wrote it and the inventory has changed since; `missing`;
 * `edited`, changed by hand since we wrote it; `orphaned`, written by us and generated no longer;
 * `foreign`, somebody else's file is there.
 */
export type State = "current" | "stale" | "missing" | "edited" | "orphaned" | "foreign";

/** One output, as the inventory wants it and as the disk has it. */
export interface Status {
  readonly path: string;
  readonly state: State;
  /** What is wanted; absent for an orphan. */
  readonly artifact?: Artifact | undefined;
  /** What is on the disk, byte for byte; absent when nothing is, or a link. */
  readonly before?: Uint8Array | undefined;
  /** Only the executable bit is wrong. */
  readonly modeOnly?: boolean | undefined;
  /** An orphan that was changed by hand since we wrote it. */
  readonly touched?: boolean | undefined;
  /** An orphan that is known by its header alone, outside our folder. */
  readonly unsure?: boolean | undefined;
}

/** All outputs compared with the disk. */
export interface Comparison {
  /** By path in code units; the record itself is not among them. */
  readonly statuses: readonly Status[];
  /** The record that was found, how it stands, and the bytes it has on the disk. */
  readonly record: OwnershipRecord;
  readonly recordStatus: Status;
  /** What forbids to write anything: paths that leave or clash, a record from a later version. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What the disk has, as text with LF endings, for people to compare; undefined when there is nothing. */
export function textBefore(status: Status): string | undefined {
  return status.before === undefined ? undefined : decode(status.before);
}

interface Known {
  readonly entries: Entries;
  /** Paths in `entries` that are known by their header alone, outside our folder. */
  readonly unsure: ReadonlySet<string>;
}

async function whatIsKnown(
  record: OwnershipRecord,
  artifacts: readonly Artifact[],
  files: Files,
): Promise<Known> {
  if (record.state === "kept") return { entries: record.entries, unsure: new Set() };
  const found = await findByHeaders(
    files,
    artifacts.map((artifact) => artifact.path),
  );
  return {
    entries: new Map(found.map(({ path, hash }) => [path, hash])),
    unsure: new Set(found.filter(({ sure }) => !sure).map(({ path }) => path)),
  };
}

function lacksMode(artifact: Artifact, stat: FileStat): boolean {
  return artifact.executable === true && process.platform !== "win32" && (stat.mode & 0o111) === 0;
}

async function compareOne(artifact: Artifact, known: Hash | undefined, files: Files): Promise<Status> {
  const { path } = artifact;
  const stat = await files.stat(path);
  if (stat === undefined) return { path, artifact, state: "missing" };
  const before = stat.kind === "file" ? await files.read(path) : undefined;
  if (before === undefined) return { path, artifact, state: "foreign" };
  const status = { path, artifact, before };
  const wanted = encode(artifact.text);
  const isSame = sameBytes(before, wanted);
  const hash = isSame ? undefined : hashText(before);
  if (isSame || hash === hashText(wanted)) {
    return lacksMode(artifact, stat)
      ? { ...status, state: "stale", modeOnly: true }
      : { ...status, state: "current" };
  }
  if (hash === known) return { ...status, state: "stale" };
  const text = decode(before);
  if (known === undefined && !isGenerated(text)) return { ...status, state: "foreign" };
  // What a merge left is both sides of our own text: generating again is how it is resolved.
  return { ...status, state: hasMergeMarkers(text) ? "stale" : "edited" };
}

async function findOrphans(
  known: Known,
  artifacts: readonly Artifact[],
  files: Files,
): Promise<readonly Status[]> {
  const wanted = new Set(artifacts.map((artifact) => artifact.path));
  const identities = new Set<string>();
  for (const path of wanted) {
    const identity = (await files.stat(path))?.identity;
    if (identity !== undefined) identities.add(identity);
  }
  const orphans: Status[] = [];
  for (const [path, hash] of known.entries) {
    if (wanted.has(path)) continue;
    if ("problem" in (await findPlace(files, path))) continue;
    const stat = await files.stat(path);
    // The same file under another spelling, on a disk that ignores case, is not left over.
    if (stat?.kind !== "file" || identities.has(stat.identity)) continue;
    const before = await files.read(path);
    if (before === undefined) continue;
    orphans.push({
      path,
      state: "orphaned",
      before,
      touched: hashText(before) !== hash,
      unsure: known.unsure.has(path),
    });
  }
  return orphans;
}

async function compareRecord(
  record: OwnershipRecord,
  artifacts: readonly Artifact[],
  files: Files,
): Promise<Status> {
  const text = renderRecord(new Map(artifacts.map(({ path, text }) => [path, hashText(encode(text))])));
  const artifact: Artifact = { path: recordPath, text, rank: Infinity };
  const stat = await files.stat(recordPath);
  const before = stat?.kind === "file" ? await files.read(recordPath) : undefined;
  const status = { path: recordPath, artifact, before };
  if (stat === undefined) return { ...status, state: "missing" };
  if (before === undefined) return { ...status, state: "foreign" };
  const current = record.state === "kept" && hashText(before) === hashBytes(encode(text));
  return { ...status, state: current ? "current" : "stale" };
}

/**
 * Compares every output with what is on the disk, and finds what is left over from before. Reads only.
 * Checkouts with CRLF are equal to LF. With a record that is lost or damaged, the files that say in
 * their header that they are generated are ours, and as they were written.
 */
export async function compare(
  artifacts: readonly Artifact[],
  record: OwnershipRecord,
  files: Files,
): Promise<Comparison> {
  const recordPlace = await findPlace(files, recordPath);
  const problems = [
    ...(await findPlaces(
      files,
      artifacts.map((artifact) => artifact.path),
    )),
    ...("problem" in recordPlace ? [recordPlace.problem] : []),
  ];
  if (problems.length > 0) {
    return {
      statuses: [],
      record,
      recordStatus: { path: recordPath, state: "current" },
      diagnostics: problems,
    };
  }
  const known = await whatIsKnown(record, artifacts, files);
  const statuses: Status[] = [];
  for (const artifact of artifacts) {
    statuses.push(await compareOne(artifact, known.entries.get(artifact.path), files));
  }
  statuses.push(...(await findOrphans(known, artifacts, files)));
  statuses.sort((one, other) => (one.path < other.path ? -1 : 1));
  return { statuses, record, recordStatus: await compareRecord(record, artifacts, files), diagnostics: [] };
}

/** Reads the record and compares: what `check` and `diff` need. */
export async function inspect(artifacts: readonly Artifact[], files: Files): Promise<Comparison> {
  return compare(artifacts, await readRecord(files), files);
}
