import { hash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import { parseYaml, type YamlFile } from "../../reality/flux/parse.ts";
import type { Memory } from "./folder.ts";
import { put, unlessRefused } from "./store.ts";

/** What the YAML texts of a repository say, kept from run to run. */
export interface KeptYaml {
  /** As `parseYaml`, which is asked only for a text that no run before had. What it answers is shared. */
  readonly parse: (text: string) => YamlFile;
  /** Keeps what was asked for in this run, and nothing else. Never fails. */
  readonly keep: () => Promise<void>;
}

/** What each text says, by its hash. */
type Known = Map<string, YamlFile>;

/**
 * Opens what is kept of the repository that holds the inventory in `root`. A text is known by its hash, and what
 * it says by the program that read it: neither file nor time counts. `read` is what is asked for the others.
 */
export async function openKeptYaml(
  { folder, program }: Memory,
  root: string,
  read: (text: string) => YamlFile = parseYaml,
): Promise<KeptYaml> {
  const path = join(folder, `${hashOf([program, root].join("\0")).slice(0, 32)}.yaml`);
  const known =
    (await unlessRefused(async () => knownIn(await readFile(path)))) ?? new Map<string, YamlFile>();
  const asked: Known = new Map();
  let isNew = false;
  return {
    parse: (text) => {
      const key = hashOf(text);
      const file = asked.get(key) ?? known.get(key);
      isNew ||= file === undefined;
      const said = file ?? read(text);
      asked.set(key, said);
      return said;
    },
    keep: async () => {
      if (!isNew) return;
      const body = serialize(asked);
      await put(path, Buffer.concat([Buffer.from(`${hashOf(body)}\n`), body]));
    },
  };
}

/** Undefined for bytes that are damaged. */
function knownIn(bytes: Buffer): Known | undefined {
  const start = bytes.indexOf("\n") + 1;
  const body = bytes.subarray(start);
  return bytes.toString("latin1", 0, start) === `${hashOf(body)}\n`
    ? (deserialize(body) as Known)
    : undefined;
}

function hashOf(content: string | Uint8Array): string {
  return hash("sha256", content);
}
