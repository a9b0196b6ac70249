import { hash } from "node:crypto";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import type { Memory } from "./folder.ts";
import { readOwn } from "./own-file.ts";
import { seal, unseal } from "./sealed.ts";
import { put, unlessRefused } from "./store.ts";

/** What contents of files were read to be, kept from run to run by the hash of each. Plain data, and shared. */
export interface Kept<T> {
  /** Undefined for a content that was not put before. */
  readonly get: (content: string | Uint8Array) => T | undefined;
  readonly put: (content: string | Uint8Array, value: T) => void;
  /** Keeps what was asked for and put in this run, and nothing else. Never fails. */
  readonly save: () => Promise<void>;
}

/**
 * Opens what is kept about something, by a name. A content is known by its hash, and what it was read to be by the
 * program that read it: neither path nor time counts.
 */
export async function openKept<T>({ folder, program }: Memory, about: readonly string[]): Promise<Kept<T>> {
  const path = join(folder, `${hashOf([program, ...about].join("\0")).slice(0, 32)}.kept`);
  const known = (await unlessRefused(() => valuesIn<T>(readOwn(path)))) ?? new Map<string, T>();
  const asked = new Map<string, T>();
  let isNew = false;
  return {
    get: (content) => {
      const key = hashOf(content);
      const value = asked.get(key) ?? known.get(key);
      if (value !== undefined) asked.set(key, value);
      return value;
    },
    put: (content, value) => {
      isNew = true;
      asked.set(hashOf(content), value);
    },
    save: async () => {
      if (isNew) await put(path, seal(serialize(asked)));
    },
  };
}

/** Undefined for no bytes, and for those that are damaged. */
function valuesIn<T>(bytes: Buffer | undefined): Map<string, T> | undefined {
  const body = bytes && unseal(bytes);
  return body && (deserialize(body) as Map<string, T>);
}

function hashOf(content: string | Uint8Array): string {
  return hash("sha256", content);
}
