import { posix } from "node:path";
import type * as z from "zod";
import type { Outcome } from "../diagnostics/diagnostic.ts";
import type { SourceFile } from "../source/source.ts";
import type { FragmentFile, RootFile } from "./file.ts";
import { shapeDiagnostics } from "./issues.ts";
import { salvage } from "./salvage.ts";
import { fragment, inventory } from "./schema/inventory.ts";

/**
 * Holds the root file against the language. Where its shape is wrong, the value is what is left without
 * the wrong parts, for what else can be told; nothing may be generated from it.
 */
export function readRoot(source: SourceFile): Outcome<RootFile> {
  return read(source, inventory);
}

/** Holds a fragment against the language, as {@link readRoot} does. */
export function readFragment(source: SourceFile): Outcome<FragmentFile> {
  return read(source, fragment);
}

function read<Schema extends z.ZodType>(
  source: SourceFile,
  schema: Schema,
): Outcome<{
  path: string;
  folder: string;
  source: SourceFile;
  origin: { source: SourceFile; path: [] };
  body: z.output<Schema>;
}> {
  const result = schema.safeParse(source.value);
  const diagnostics = result.success ? [] : shapeDiagnostics(result.error, source, schema);
  const body = result.success ? result.data : salvage(source.value, schema);
  if (body === undefined) return { diagnostics };
  return {
    value: {
      path: source.path,
      folder: posix.dirname(source.path),
      source,
      origin: { source, path: [] },
      body,
    },
    diagnostics,
  };
}
