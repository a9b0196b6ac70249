import type { Origin } from "../source/origin.ts";
import type { Path, SourceFile } from "../source/source.ts";

/** What is to be done with a text: its path, which leads elsewhere afterwards, and the key that it stands under. */
type Visit = (path: Path, text: string, key: string) => void;

/** Visits every text among the values of a file. */
export function visitTexts({ value }: SourceFile, visit: Visit): void {
  const path: (string | number)[] = [];
  const within = (step: string | number, one: unknown, key: string): void => {
    if (typeof one !== "string" && (typeof one !== "object" || one === null)) return;
    path.push(step);
    if (typeof one === "string") visit(path, one, key);
    else below(one, key);
    path.pop();
  };
  const below = (one: object, key: string): void => {
    if (Array.isArray(one))
      one.forEach((item, index) => {
        within(index, item, key);
      });
    else for (const name of Object.keys(one)) within(name, (one as Record<string, unknown>)[name], name);
  };
  if (typeof value === "object" && value !== null) below(value, "");
}

/** The value that holds an offset of the file, so that a rule can be switched off there; the top for a comment. */
export function originAround(source: SourceFile, offset: number): Origin {
  let found: Path | undefined;
  visitTexts(source, (path) => {
    if (found !== undefined) return;
    const { start, end } = source.spanOf(path, "value");
    if (start.offset <= offset && offset < end.offset) found = [...path];
  });
  return { source, path: found ?? [] };
}
