import type { YAMLMap } from "yaml";
import { isWritten } from "../../source/extent.ts";
import { grow, isBranch, isComment, type Addition, type Plain, type Twig } from "./addition.ts";
import { columnOf, endOf, lineStart, placeBehind } from "./layout.ts";
import { linesAt, type Page, type Patch } from "./patch.ts";
import { commentLine, inline, textScalar } from "./print.ts";
import type { MapPair, Slot } from "./slot.ts";

/** Additions to a map in brackets, with what can only be a comment behind the entry that holds it. */
export function flowPatches(page: Page, slot: Slot, additions: readonly Addition[]): readonly Patch[] {
  const live = additions.filter((one) => one.isCommentedOut !== true);
  const twigs = grow(live, slot.depth).filter((one) => !isComment(one));
  const remarks = remarksOn(page, slot, additions.flatMap(remarkOf));
  if (twigs.length === 0) return remarks;
  const { hollow, map } = slot;
  if (hollow === undefined) return [...entriesInto(page, map, twigs.map(flowEntry)), ...remarks];
  const text = ` { ${twigs.map(flowEntry).join(", ")} }`;
  // Before what goes behind the same entry.
  return [{ ...placeOfValue(page, hollow), text, column: 1 }, ...remarks];
}

function flowEntry(twig: Twig): string {
  return `${textScalar(twig.key)}: ${inline(plain(twig))}`;
}

function plain(twig: Twig): Plain {
  return isBranch(twig) ? new Map(twig.entries.map((one) => [one.key, plain(one)])) : twig.value;
}

/** Behind the colon of an entry in brackets; the place of the value where it was written as `null`. */
function placeOfValue({ text }: Page, { key, value }: MapPair): Pick<Patch, "start" | "end"> {
  if (isWritten(value)) {
    const start = text.slice(0, value.range[0]).trimEnd().length;
    return { start, end: value.range[1] };
  }
  const colon = /^\s*:/.exec(text.slice(key.range[1]));
  const start = key.range[1] + (colon?.[0].length ?? 0);
  return { start, end: start };
}

function entriesInto(page: Page, map: YAMLMap.Parsed, entries: readonly string[]): readonly Patch[] {
  const { text, lineBreak } = page;
  const close = map.range[1] - 1;
  const last = map.items.at(-1);
  const end = last === undefined ? map.range[0] + 1 : endOfPair(page, last);
  const rest = text.slice(end, close);
  const hasComma = /^(?:\s|#.*\n)*,/.test(rest);
  const at = (start: number, added: string): Patch => ({ start, end: start, text: added, column: 0 });
  if (!rest.includes("\n")) {
    const inner = hasComma ? end + rest.indexOf(",") + 1 : end;
    const air = last === undefined && !/\s$/.test(text.slice(0, close)) ? " " : "";
    return [at(inner, `${hasComma || last === undefined ? " " : ", "}${entries.join(", ")}${air}`)];
  }
  const pad = " ".repeat(last === undefined ? columnOf(text, close) + page.step : indentAt(text, last));
  const lines = entries.map((entry, index) => {
    const comma = index < entries.length - 1 || hasComma ? "," : "";
    return pad + entry + comma + lineBreak;
  });
  const before = last === undefined || hasComma ? [] : [at(end, ",")];
  return [...before, at(lineStart(text, close), lines.join(""))];
}

function endOfPair({ text }: Page, { key, value }: MapPair): number {
  if (isWritten(value)) return endOf(value, text);
  const colon = /^\s*:/.exec(text.slice(key.range[1]));
  return key.range[1] + (colon?.[0].length ?? 0);
}

function indentAt(text: string, { key }: MapPair): number {
  const line = text.slice(lineStart(text, key.range[0]));
  return line.length - line.trimStart().length;
}

/** What an addition says in comments, as one line; its whole self where it is one. */
function remarkOf({ at, key, value, comment = [], note, isCommentedOut }: Addition): string[] {
  const whole = [...at, key].join(".");
  const lines = comment.map((line) => `${whole}: ${line}`);
  const behind = note === undefined ? "" : ` # ${note}`;
  if (isCommentedOut === true)
    return [...lines, `in ${at.join(".")}: ${textScalar(key)}: ${inline(value)}${behind}`];
  return note === undefined ? lines : [...lines, `${whole}: ${note}`];
}

function remarksOn(page: Page, { outer }: Slot, remarks: readonly string[]): readonly Patch[] {
  if (remarks.length === 0) return [];
  const { text } = page;
  const column = outer === undefined ? 0 : columnOf(text, outer.map.range[0]);
  const { value } = outer?.pair ?? {};
  const end = value == null ? text.length : endOf(value, text);
  return [linesAt(page, placeBehind(text, end, column), column, remarks.map(commentLine))];
}
