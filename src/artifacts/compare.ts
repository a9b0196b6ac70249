import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Files, FileStat } from "../io/files.ts";
import type { Artifact } from "../targets/artifact.ts";
import {
  decode,
  encode,
  hashBytes,
  hashText,
  hashValue,
  isAsciiOf,
  sameBytes,
  type Hash,
} from "./content.ts";
import { recordPath } from "./folder.ts";
import { hasMergeMarkers, isGenerated } from "./header.ts";
import { findPlace, findPlaces } from "./place.ts";
import {
  findByHeaders,
  readRecord,
  renderRecord,
  type Entries,
  type OwnershipRecord,
  type SharedRecord,
  type SharedRecords,
} from "./record.ts";
import { compareShared, recordKey } from "./shared/compare-shared.ts";
import type { Status } from "./status.ts";

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

interface Known {
  readonly entries: Entries;
  /** Paths in `entries` that are known by their header alone, outside our folder. */
  readonly unsure: ReadonlySet<string>;
  readonly shared: SharedRecords;
}

async function whatIsKnown(
  record: OwnershipRecord,
  artifacts: readonly Artifact[],
  files: Files,
): Promise<Known> {
  if (record.state === "kept") return { ...record, unsure: new Set() };
  const found = await findByHeaders(
    files,
    artifacts.filter(({ shared }) => shared === undefined).map(({ path }) => path),
  );
  return {
    shared: new Map(),
    entries: new Map(found.map(({ path, hash }) => [path, hash])),
    unsure: new Set(found.filter(({ sure }) => !sure).map(({ path }) => path)),
  };
}

function lacksMode(artifact: Artifact, stat: FileStat): boolean {
  return artifact.executable === true && process.platform !== "win32" && (stat.mode & 0o111) === 0;
}

async function compareOne(artifact: Artifact, known: Hash | undefined, files: Files): Promise<Status> {
  const { path, text } = artifact;
  const stat = await files.stat(path);
  if (stat === undefined) return { path, artifact, after: encode(text), state: "missing" };
  const before = stat.kind === "file" ? await files.read(path) : undefined;
  if (before === undefined) return { path, artifact, state: "foreign" };
  const after = isAsciiOf(before, text) ? before : encode(text);
  const status = { path, artifact, before, after };
  const isSame = sameBytes(before, after);
  const hash = isSame ? undefined : hashText(before);
  if (isSame || hash === hashText(after)) {
    // The text is right, only the mode is not: the line endings on the disk stay.
    return lacksMode(artifact, stat)
      ? { ...status, after: before, state: "stale", modeOnly: true }
      : { ...status, state: "current" };
  }
  if (hash === known) return { ...status, state: "stale" };
  const found = decode(before);
  if (known === undefined && !isGenerated(found)) return { ...status, state: "foreign" };
  // What a merge left is both sides of our own text: generating again is how it is resolved.
  return { ...status, state: hasMergeMarkers(found) ? "stale" : "edited" };
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

/** The files that we share with people, and those that we shared before. */
async function compareAllShared(
  { shared }: Known,
  artifacts: readonly Artifact[],
  files: Files,
): Promise<readonly Status[]> {
  const wanted = new Map(artifacts.map((artifact) => [artifact.path, artifact]));
  const statuses: Status[] = [];
  for (const [path, artifact] of wanted) {
    const status = artifact.shared && (await compareShared(path, artifact, shared.get(path), files));
    if (status !== undefined) statuses.push(status);
  }
  for (const [path, record] of shared) {
    if (wanted.has(path) || "problem" in (await findPlace(files, path))) continue;
    const status = await compareShared(path, undefined, record, files);
    if (status !== undefined) statuses.push(status);
  }
  return statuses;
}

/** What the record is to say when all is written. */
function recordOf(artifacts: readonly Artifact[], statuses: readonly Status[]): string {
  const entries = new Map<string, Hash>();
  const records = new Map<string, SharedRecord>();
  const wanted = new Map(statuses.map(({ path, after }) => [path, after]));
  for (const { path, text, shared } of artifacts) {
    // What is a link or a folder is not encoded yet.
    if (shared === undefined) entries.set(path, hashText(wanted.get(path) ?? encode(text)));
    else {
      const made = statuses.some((status) => status.path === path && status.made === true);
      const keys = new Map(shared.map((entry) => [recordKey(entry), hashValue(entry.value)]));
      records.set(path, { made, keys });
    }
  }
  return renderRecord(entries, records);
}

async function compareRecord(text: string, files: Files): Promise<Status> {
  const artifact: Artifact = { path: recordPath, text, rank: Infinity };
  const stat = await files.stat(recordPath);
  const before = stat?.kind === "file" ? await files.read(recordPath) : undefined;
  const status = { path: recordPath, artifact, before, after: encode(text) };
  if (stat === undefined) return { ...status, state: "missing" };
  if (before === undefined) return { ...status, state: "foreign" };
  const current = hashText(before) === hashBytes(encode(text));
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
    if (artifact.shared === undefined)
      statuses.push(await compareOne(artifact, known.entries.get(artifact.path), files));
  }
  statuses.push(...(await findOrphans(known, artifacts, files)));
  statuses.push(...(await compareAllShared(known, artifacts, files)));
  statuses.sort((one, other) => (one.path < other.path ? -1 : 1));
  const recordStatus = await compareRecord(recordOf(artifacts, statuses), files);
  return { statuses, record, recordStatus, diagnostics: [] };
}

/** Reads the record and compares: what `check` and `diff` need. */
export async function inspect(artifacts: readonly Artifact[], files: Files): Promise<Comparison> {
  return compare(artifacts, await readRecord(files), files);
}
