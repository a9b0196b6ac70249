import { sameBytes } from "../artifacts/content.ts";
import type { Outcome } from "../diagnostics/diagnostic.ts";
import { parseSource } from "../source/parse.ts";
import type { SourceFile } from "../source/source.ts";

/** Inventory files as they were read last: one whose bytes are the same is not parsed again. */
export class ParsedFiles {
  private readonly files = new Map<
    string,
    { readonly bytes: Uint8Array; readonly read: Outcome<SourceFile> }
  >();

  /** As `parseSource`. */
  parse(path: string, bytes: Uint8Array): Outcome<SourceFile> {
    const before = this.files.get(path);
    if (before !== undefined && sameBytes(before.bytes, bytes)) return before.read;
    const read = parseSource(path, bytes);
    this.files.set(path, { bytes, read });
    return read;
  }
}
