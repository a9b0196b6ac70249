import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of all golden cases. */
export const fixtures = fileURLToPath(new URL("../../../fixtures", import.meta.url));

/** What is said about a case, in text; each other format is held where a file of its name is there. */
export const said = {
  text: "expected.txt",
  json: "expected.json",
  github: "expected.github.txt",
  sarif: "expected.sarif",
};

/** Folder of a case's generated files. */
export const outputs = "expected";

/** One golden case: a folder below `fixtures/ok`, `fixtures/err` or `fixtures/projects`. */
export interface GoldenCase {
  readonly kind: "ok" | "err" | "projects";
  readonly name: string;
  /** Absolute. */
  readonly folder: string;
}

/** Every case of a kind, by name. A new case is a new folder. */
export function casesOf(kind: GoldenCase["kind"]): GoldenCase[] {
  return readdirSync(join(fixtures, kind), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ kind, name, folder: join(fixtures, kind, name) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The goldens of a case by path: what is said, and the generated files below `expected/`. */
export function readGoldens(one: GoldenCase): Map<string, string> {
  const goldens = new Map<string, string>();
  for (const file of Object.values(said)) {
    const path = join(one.folder, file);
    if (existsSync(path)) goldens.set(file, readFileSync(path, "utf8"));
  }
  for (const path of filesBelow(join(one.folder, outputs)))
    goldens.set(relative(one.folder, path).split(sep).join("/"), readFileSync(path, "utf8"));
  return goldens;
}

/** Writes the goldens of a case anew, and takes away those that nothing makes any more. */
export function writeGoldens(one: GoldenCase, goldens: ReadonlyMap<string, string>): void {
  rmSync(join(one.folder, outputs), { recursive: true, force: true });
  for (const file of Object.values(said))
    if (!goldens.has(file)) rmSync(join(one.folder, file), { force: true });
  for (const [path, text] of goldens) {
    const file = join(one.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

/** Absolute paths of all files below a folder, sorted; none where it is absent. */
export function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
