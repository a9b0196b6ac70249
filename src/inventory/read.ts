import { posix } from "node:path";
import type * as z from "zod";
import type { Outcome } from "../diagnostics/diagnostic.ts";
import type { SourceFile } from "../source/source.ts";
import type { FragmentFile, RootFile } from "./file.ts";
import { shapeDiagnostics } from "./issues.ts";
import { fragment, inventory } from "./schema/inventory.ts";

/** Holds the root file against the language; the value is absent when its shape is wrong. */
export function readRoot(source: SourceFile): Outcome<RootFile> {
  return read(source, inventory);
}

/** Holds a fragment against the language. */
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
  if (!result.success) return { diagnostics: shapeDiagnostics(result.error, source, schema) };
  return {
    value: {
      path: source.path,
      folder: posix.dirname(source.path),
      source,
      origin: { source, path: [] },
      body: result.data,
    },
    diagnostics: [],
  };
}
