import type { Diagnostic, Span } from "../../diagnostics/diagnostic.ts";
import type { SourceText } from "../../diagnostics/format.ts";
import { report } from "../../diagnostics/kind.ts";
import { linesOf } from "../../diagnostics/lines.ts";
import { wayFrom } from "../../io/paths.ts";
import { doesNotLoad } from "../../evaluated/kinds.ts";

/** What Tilt says of a Tiltfile that it does not load. */
export interface Refusal {
  /** The innermost place in a file of the project. */
  readonly place: { readonly file: string; readonly line: number; readonly column: number } | undefined;
  /** Tilt's own words, without the places. */
  readonly words: string;
}

/** Reads a traceback of Starlark, or one line of its parser; places outside of `project` are left out. */
export function readRefusal(text: string, project: string): Refusal {
  const places = [...text.matchAll(/^ *(\/[^\n]*?):(\d+):(\d+): /gm)].flatMap(
    ([, path = "", line, column]) => {
      const file = wayFrom(project, path);
      return file.startsWith("../") ? [] : [{ file, line: Number(line), column: Number(column) }];
    },
  );
  const words = text
    .replaceAll(/^Traceback .*\n|^ +(\/[^\n]*:\d+:\d+|<builtin>): in .*\n?/gm, "")
    .replace(/^\/[^\n]*?:\d+:\d+: /, "")
    .replace(/^Error( in \w+)?: /, "")
    .trim();
  return { place: places.at(-1), words };
}

/** The refusal as a problem at its place; `read` gives the text of a file of the project. */
export function tellRefusal(
  file: string,
  text: string,
  project: string,
  read: (path: string) => string | undefined,
): { readonly diagnostic: Diagnostic; readonly source: readonly [string, SourceText] | undefined } {
  const { place, words } = readRefusal(text, project);
  const [first = "", ...more] = words.split("\n");
  const content = place === undefined ? undefined : read(place.file);
  const lines = content === undefined ? undefined : linesOf(content);
  const span = lines === undefined || place === undefined ? undefined : spanOf(content ?? "", place, lines);
  return {
    diagnostic: report(doesNotLoad, `Tilt does not load \`${file}\`: ${first}`, {
      span,
      ...(more.length === 0 ? {} : { help: more.map((line) => line.trim()).join("\n") }),
    }),
    source: lines === undefined || place === undefined ? undefined : [place.file, lines],
  };
}

function spanOf(text: string, place: NonNullable<Refusal["place"]>, lines: ReturnType<typeof linesOf>): Span {
  const before = text.split("\n").slice(0, place.line - 1);
  const offset = before.reduce((sum, line) => sum + line.length + 1, 0) + place.column - 1;
  return lines.span(place.file, offset, offset);
}
