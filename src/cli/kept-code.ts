import { createHash, randomBytes } from "node:crypto";
import { renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { errorCode } from "../io/outside-error.ts";
import { makePrivateFolder, type Memory } from "./memory/folder.ts";
import { readOwn } from "./memory/own-file.ts";
import { seal, unseal } from "./memory/sealed.ts";

/** What V8 made of files, by their names. */
export type KeptCode = ReadonlyMap<string, Uint8Array>;

/** What decides, beside the program itself, which code a run needs, and how V8 makes it. */
interface Run {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly execArgv: readonly string[];
}

/**
 * The file that has the code for such a call: what one command needs is of no use to another. Undefined where
 * none is kept: nobody comes back to a machine of CI, and Node's own word for it is heard.
 */
export function codeFile(
  { folder, program }: Memory,
  argv: readonly string[],
  { env, execArgv }: Run,
): string | undefined {
  if (["CI", "NODE_DISABLE_COMPILE_CACHE"].some((name) => (env[name] ?? "") !== "")) return undefined;
  const command = argv.find((word) => /^[a-z]+$/.test(word)) ?? "";
  const key = hashOf(JSON.stringify([program, command, env["NODE_OPTIONS"] ?? "", execArgv]));
  return join(folder, `${key.slice(0, 32)}.code`);
}

const nothing: KeptCode = new Map();

/**
 * The code that is kept in a file. Nothing where there is none, where it is damaged, and where anybody but its
 * user could have written it: what stands in it is run.
 */
export function readCode(path: string): KeptCode {
  return unlessRefused(() => codeIn(readOwn(path))) ?? nothing;
}

/** Keeps code: whole or not at all. Nothing is said of a disk that refuses: the next run does without. */
export function writeCode(path: string, code: KeptCode): void {
  const index = JSON.stringify([...code].map(([name, { length }]) => [name, length]));
  const body = Buffer.concat([Buffer.from(`${index}\n`), ...code.values()]);
  const draft = `${path}.${randomBytes(6).toString("hex")}`;
  unlessRefused(() => {
    makePrivateFolder(dirname(path));
    try {
      writeFileSync(draft, seal(body), {
        flag: "wx",
        mode: 0o600,
      });
      renameSync(draft, path);
    } catch (error) {
      rmSync(draft, { force: true });
      throw error;
    }
  });
}

/** V8 looks whether code is of its own version and flags, but not whether a bit of it has changed. */
function codeIn(bytes: Buffer | undefined): KeptCode | undefined {
  const body = bytes && unseal(bytes);
  if (body === undefined) return undefined;
  let from = body.indexOf("\n") + 1;
  const index = JSON.parse(body.toString("utf8", 0, from)) as readonly (readonly [string, number])[];
  return new Map(index.map(([name, length]) => [name, body.subarray(from, (from += length))]));
}

function hashOf(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Undefined where the system refuses. */
function unlessRefused<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return undefined;
  }
}
