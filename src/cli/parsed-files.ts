import { sameBytes } from "../artifacts/content.ts";
import type { Outcome } from "../diagnostics/diagnostic.ts";
import type { HeapRoom } from "../source/heap-need.ts";
import { parseSource } from "../source/parse.ts";
import { unpackSource } from "../source/source-file.ts";
import type { PackedSource, SourceFile } from "../source/source.ts";
import type { Kept } from "./memory/kept.ts";

/** Inventory files as they were read last: one whose bytes are the same is not parsed again. */
export class ParsedFiles {
  private readonly files = new Map<
    string,
    { readonly bytes: Uint8Array; readonly read: Outcome<SourceFile> }
  >();
  private readonly kept: Kept<PackedSource> | undefined;
  private readonly read: typeof parseSource;

  /** `kept` has what other runs read, of files that nothing is to be told of; `read` is asked for the others. */
  constructor(kept?: Kept<PackedSource>, read = parseSource) {
    this.kept = kept;
    this.read = read;
  }

  /** As `parseSource`. */
  parse(path: string, bytes: Uint8Array, room: HeapRoom): Outcome<SourceFile> {
    const before = this.files.get(path);
    if (before !== undefined && sameBytes(before.bytes, bytes)) return before.read;
    const packed = this.kept?.get(bytes);
    const read =
      packed === undefined
        ? this.read(path, bytes, room)
        : { value: unpackSource(path, packed), diagnostics: [] };
    if (packed === undefined && read.value !== undefined && read.diagnostics.length === 0)
      this.kept?.put(bytes, read.value.packed());
    this.files.set(path, { bytes, read });
    return read;
  }

  /** What was parsed of a file last. */
  bytesOf(path: string): Uint8Array | undefined {
    return this.files.get(path)?.bytes;
  }

  /**
   * Keeps what was read for other runs. One file alone only for a run that `looksBeyond` it, after which something
   * else may change: any other that reads it again reads another.
   */
  async save(looksBeyond = false): Promise<void> {
    if (looksBeyond || this.files.size > 1) await this.kept?.save();
  }
}
