import type { Origin } from "../source/origin.ts";
import type { Path, SourceFile } from "../source/source.ts";

/** What is to be done with a text: its path, which leads elsewhere afterwards, and the key that it stands under. */
type Visit = (path: Path, text: string, key: string) => void;

/** Visits every text among the values of a file. */
export function visitTexts({ value }: SourceFile, visit: Visit): void {
  const path: (string | number)[] = [];
  const within = (step: string | number, one: unknown, key: string): void => {
    path.push(step);
    below(one, key);
    path.pop();
  };
  const below = (one: unknown, key: string): void => {
    if (typeof one === "string") visit(path, one, key);
    else if (Array.isArray(one)) for (const [index, item] of one.entries()) within(index, item, key);
    else if (typeof one === "object" && one !== null)
      for (const [name, item] of Object.entries(one) as [string, unknown][]) within(name, item, name);
  };
  below(value, "");
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
