import type { Diagnostic, Outcome } from "../diagnostics/diagnostic.ts";
import { report } from "../diagnostics/kind.ts";
import { linesOf } from "../diagnostics/lines.ts";
import { notUtf8, tooLarge } from "./kinds.ts";

/** The largest file that is read, in bytes. */
export const maxSourceBytes = 32 * 1024 * 1024;

const decoder = new TextDecoder("utf-8", { fatal: true });

/** UTF-8 bytes as text, a byte order mark dropped; FT002 at the first bad byte, FT003 over `maxSourceBytes`. */
export function decode(path: string, bytes: Uint8Array): Outcome<string> {
  if (bytes.length > maxSourceBytes) return oversize(path, bytes.length);
  try {
    return { value: decoder.decode(bytes), diagnostics: [] };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { diagnostics: [badByte(path, bytes)] };
  }
}

/** FT003 for a file of so many bytes, also for one that need not be read to know it. */
export function oversize(path: string, size: number): Outcome<never> {
  const megabytes = (size / 1024 / 1024).toFixed(1);
  const told = report(
    tooLarge,
    `\`${path}\` has ${megabytes} MB, the limit is ${(maxSourceBytes / 1024 / 1024).toFixed(0)} MB`,
    { span: linesOf("").span(path, 0, 0), help: "split it: `fragments:` takes more files" },
  );
  return { diagnostics: [told] };
}

function badByte(path: string, bytes: Uint8Array): Diagnostic {
  const offset = firstBadByte(bytes);
  const before = new TextDecoder().decode(bytes.subarray(0, offset));
  const hex = (bytes[offset] ?? 0).toString(16).toUpperCase().padStart(2, "0");
  const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  // One replacement character stands for the byte, as in the lossy text that frames are drawn from.
  const span = linesOf(`${before}\ufffd`).span(path, before.length, before.length + 1);
  return report(notUtf8, `\`${path}\` is not UTF-8: byte ${hex} at offset ${offset}`, {
    span,
    label: "not UTF-8 from here",
    help: `save the file as UTF-8${utf16 ? " (it looks like UTF-16)" : ""}`,
  });
}

/** The offset of the first byte that is no part of well-formed UTF-8 (Unicode 15, table 3-7). */
function firstBadByte(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at);
    if (length === 0) return at;
    at += length;
  }
  return at;
}

function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  const length =
    first >= 0xc2 && first < 0xe0
      ? 2
      : first >= 0xe0 && first < 0xf0
        ? 3
        : first >= 0xf0 && first < 0xf5
          ? 4
          : 0;
  for (let index = 1; index < length; index++) if (((bytes[at + index] ?? 0) & 0xc0) !== 0x80) return 0;
  const second = bytes[at + 1] ?? 0;
  const overlong = (first === 0xe0 && second < 0xa0) || (first === 0xf0 && second < 0x90);
  const beyond = (first === 0xed && second > 0x9f) || (first === 0xf4 && second > 0x8f);
  return overlong || beyond ? 0 : length;
}
