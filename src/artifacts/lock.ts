import { randomBytes } from "node:crypto";
import * as z from "zod";
import type { Outcome } from "../diagnostics/diagnostic.ts";
import { report } from "../diagnostics/kind.ts";
import type { Files } from "../io/files.ts";
import type { Holder, Host } from "../io/host.ts";
import { OutsideError } from "../io/outside-error.ts";
import { decode, encode, hashBytes, sameBytes } from "./content.ts";
import { ownFolder } from "./folder.ts";
import { locked } from "./kinds.ts";
import { findPlace } from "./place.ts";

export const lockPath = `${ownFolder}/lock`;

export interface LockOptions {
  /** How long to wait for another run, in milliseconds; default 3,000. */
  readonly waitMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A lock that is held. */
export interface Lock {
  /** Throws `OutsideError` when somebody took the lock away. */
  assertHeld(): Promise<void>;
}

const pollMs = 40;
/** A lock without its text was left by a run that was killed while it wrote the lock. */
const unwrittenMs = 1_000;
/** A run takes seconds: what is older, where the process cannot be asked for, was left behind. */
const forgottenMs = 10 * 60_000;

const schema = z.object({
  host: z.string(),
  pid: z.int().positive(),
  started: z.string(),
  token: z.string(),
});

interface Found {
  readonly bytes: Uint8Array;
  readonly holder: Holder | undefined;
  readonly ageMs: number;
}

/** Time between two moments. Of a clock that was set back, or another machine's, one may seem to come after now. */
function between(host: Host, then: number): number {
  return Math.abs(host.now() - then);
}

async function look(files: Files, host: Host): Promise<Found | undefined> {
  const stat = await files.stat(lockPath);
  if (stat === undefined) return undefined;
  const bytes = stat.kind === "file" ? await files.read(lockPath) : new Uint8Array();
  if (bytes === undefined) return undefined;
  let holder: Holder | undefined;
  try {
    holder = schema.safeParse(JSON.parse(decode(bytes))).data;
  } catch {
    holder = undefined;
  }
  return { bytes, holder, ageMs: between(host, stat.modifiedMs) };
}

async function isLeftBehind({ holder, ageMs }: Found, host: Host): Promise<boolean> {
  if (holder === undefined) return ageMs > unwrittenMs;
  const alive = await host.isAlive(holder);
  if (alive === false) return true;
  const certain = alive === true && holder.started !== "";
  return !certain && ageMs > forgottenMs;
}

/**
 * Takes a lock away that was left behind. One run alone may do it, the one that makes the mark of this very
 * lock: a run that looked earlier and comes later finds another lock, and leaves it.
 */
async function breakLock(files: Files, host: Host, found: Found): Promise<void> {
  const mark = `${lockPath}.${hashBytes(found.bytes).slice(-16)}`;
  if (!(await tryCreate(files, mark, found.bytes))) {
    const stat = await files.stat(mark);
    // Whoever made it was killed before it was done.
    if (stat !== undefined && between(host, stat.modifiedMs) > unwrittenMs) await files.remove(mark);
    await host.sleep(pollMs);
    return;
  }
  const now = await look(files, host);
  if (now !== undefined && sameBytes(now.bytes, found.bytes)) await files.remove(lockPath);
  await files.remove(mark);
}

async function tryCreate(files: Files, path: string, content: Uint8Array): Promise<boolean> {
  try {
    return await files.create(path, content);
  } catch (error) {
    // The run before took its folder away with its lock.
    if (error instanceof OutsideError && error.code === "ENOENT") return false;
    throw error;
  }
}

function heldBy(found: Found | undefined): string {
  const { holder } = found ?? {};
  return holder === undefined ? "another run" : `process ${holder.pid} on \`${holder.host}\``;
}

async function release(files: Files, content: Uint8Array): Promise<void> {
  const now = await files.read(lockPath);
  if (now !== undefined && sameBytes(now, content)) await files.remove(lockPath);
  // Where it is empty, whoever made it: that may have been a run that left this one in it.
  await files.removeFolder(ownFolder);
}

/**
 * Works while no other run does. A lock that a killed run left is taken away: its process is gone, or
 * its number was given to another one, or nobody can be asked and it is ten minutes old. When another
 * run holds it for longer than `waitMs` there is no value, and a diagnostic says who.
 */
export async function withLock<T>(
  files: Files,
  host: Host,
  options: LockOptions,
  work: (lock: Lock) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const place = await findPlace(files, lockPath);
  // A folder or a link in the lock's place is not a lock; one on the way to it must not be followed.
  if ("problem" in place) return { diagnostics: [place.problem] };
  const token = randomBytes(8).toString("hex");
  const content = encode(`${JSON.stringify({ ...(await host.self()), token })}\n`);
  const begun = host.now();
  for (;;) {
    options.signal?.throwIfAborted();
    await files.makeFolder(ownFolder);
    if (await tryCreate(files, lockPath, content)) break;
    const found = await look(files, host);
    if (found !== undefined && (await isLeftBehind(found, host))) {
      await breakLock(files, host, found);
      continue;
    }
    if (between(host, begun) > (options.waitMs ?? 3_000)) {
      const message = `${heldBy(found)} is writing the generated files`;
      const help = `wait until it ends, or remove \`${lockPath}\` if it is gone`;
      return { diagnostics: [report(locked, message, { help })] };
    }
    await host.sleep(pollMs);
  }
  const assertHeld = async (): Promise<void> => {
    const now = await files.read(lockPath);
    if (now !== undefined && sameBytes(now, content)) return;
    throw new OutsideError({
      kind: locked,
      root: files.root,
      path: lockPath,
      attempt: "keep",
      reason: "something else took the lock away",
      help: "run the command again when no other run is writing",
    });
  };
  let outcome: Outcome<T>;
  try {
    outcome = await work({ assertHeld });
  } catch (error) {
    // The first failure is the one to tell; the lock names a process that will be gone.
    await release(files, content).catch(() => undefined);
    throw error;
  }
  await release(files, content);
  return outcome;
}
