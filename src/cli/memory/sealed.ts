import { hash } from "node:crypto";

/** Bytes that show when they are damaged: a line with their hash, and then they. */
export function seal(body: string | Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`${hash("sha256", body)}\n`), Buffer.from(body)]);
}

/** What was sealed; undefined where a byte of it is another. */
export function unseal(bytes: Buffer): Buffer | undefined {
  const start = bytes.indexOf("\n") + 1;
  const body = bytes.subarray(start);
  return bytes.toString("latin1", 0, start) === `${hash("sha256", body)}\n` ? body : undefined;
}
