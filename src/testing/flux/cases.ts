import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { readArchive } from "./archive.ts";
import type { RepositoryFiles } from "./archive.ts";

/** Where the small repositories are, one a file. */
export const folder = join(import.meta.dirname, "../../../fixtures/flux");

export interface Case {
  readonly name: string;
  readonly files: RepositoryFiles;
}

/** The repositories of fixtures/flux, by name. */
export function readCases(): readonly Case[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".txt"))
    .sort()
    .map((name) => ({
      name: basename(name, ".txt"),
      files: readArchive(readFileSync(join(folder, name), "utf8")),
    }));
}
