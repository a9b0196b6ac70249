import { isAscii } from "node:buffer";
import { createHash } from "node:crypto";

/** `sha256-` and 64 hexadecimal digits, as `sha256sum` prints them. */
export type Hash = `sha256-${string}`;

/** The hash of the bytes as they are. */
export function hashBytes(bytes: Uint8Array): Hash {
  return `sha256-${createHash("sha256").update(bytes).digest("hex")}`;
}

/**
 * The hash of the text with LF endings, so that a checkout with CRLF has the same one. It is taken of
 * bytes: two files that are not UTF-8 never look alike.
 */
export function hashText(bytes: Uint8Array): Hash {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!buffer.includes("\r\n")) return hashBytes(bytes);
  // Latin-1 maps each byte to one character and back.
  return hashBytes(Buffer.from(buffer.toString("latin1").replaceAll("\r\n", "\n"), "latin1"));
}

/** The hash of a value of JSON: how it is laid out and the order of its keys make no difference. */
export function hashValue(value: unknown): Hash {
  return hashBytes(encode(JSON.stringify(value, withSortedKeys)));
}

function withSortedKeys(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** The UTF-8 bytes of a text. */
export function encode(text: string): Uint8Array {
  return Buffer.from(text, "utf8");
}

/** True when a text of ASCII alone has these bytes: told in a third of the time that encoding it takes. */
export function isAsciiOf(bytes: Uint8Array, text: string): boolean {
  if (bytes.length !== text.length || !isAscii(bytes)) return false;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1") === text;
}

/** The text of UTF-8 bytes, with LF endings; what is not UTF-8 becomes U+FFFD. For people to read. */
export function decode(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("utf8").replaceAll("\r\n", "\n");
}

export function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}
