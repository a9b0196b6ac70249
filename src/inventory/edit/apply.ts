import { isMap, parseDocument } from "yaml";
import type { YAMLMap } from "yaml";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { report } from "../../diagnostics/kind.ts";
import { isWritten } from "../../source/extent.ts";
import type { SourceFile } from "../../source/source.ts";
import { yamlOptions } from "../../source/yaml-options.ts";
import { grow, isComment, type Addition, type Twig } from "./addition.ts";
import { flowPatches } from "./flow.ts";
import { notEditable } from "./kinds.ts";
import { columnOf, endOf, keepsLines, nextLine, placeBehind } from "./layout.ts";
import { entriesAt, patched, type Page, type Patch } from "./patch.ts";
import { slotFinder, type MapPair, type Slot } from "./slot.ts";

/** A file with its additions. */
export interface Edited {
  readonly text: string;
  /** What could not be added, and why: FT819. */
  readonly refused: readonly Diagnostic[];
}

/**
 * Adds entries to an inventory file as patches of its text: every byte that was there stays, in its order,
 * but for a `{}` or `null` that an entry takes the place of. An entry goes behind those of its map, and the
 * comments below them; in brackets it goes into the brackets, where no comment can stand: that follows as
 * lines of its own. Several additions below a key that is not there become one map.
 *
 * The source must be one that was read without an error.
 */
export function addEntries(source: SourceFile, additions: readonly Addition[]): Edited {
  const { text } = source;
  const root = parseDocument(text, yamlOptions).contents;
  if (!isMap(root)) throw new Error("an inventory that was read is a mapping");
  const find = slotFinder(source, root);
  const refused: Diagnostic[] = [];
  const jobs = new Map<YAMLMap.Parsed | MapPair, { slot: Slot; additions: Addition[] }>();
  for (const addition of additions) {
    const slot = find(addition);
    if ("reason" in slot) {
      const whole = [...addition.at, addition.key].join(".");
      const span = source.spanOf(slot.path, "key");
      refused.push(report(notEditable, `\`${whole}\` cannot be added: ${slot.reason}`, { span }));
      continue;
    }
    const job = jobs.get(slot.hollow ?? slot.map);
    if (job === undefined) jobs.set(slot.hollow ?? slot.map, { slot, additions: [addition] });
    else job.additions.push(addition);
  }
  const lineBreak = /\r?\n/.exec(text)?.[0] ?? "\n";
  const page: Page = { text, lineBreak, step: stepOf(root, text) };
  const patches = [...jobs.values()].flatMap(({ slot, additions: added }) =>
    slot.map.flow === true
      ? flowPatches(page, slot, added)
      : blockPatches(page, slot, grow(added, slot.depth)),
  );
  return { text: patched(page, patches), refused };
}

function blockPatches(page: Page, { map, hollow }: Slot, twigs: readonly Twig[]): readonly Patch[] {
  const { text, step } = page;
  const column = columnOf(text, map.range[0]);
  if (hollow === undefined) {
    const air = keepsLines(map, text) ? "notFirst" : isAiry(map, text) ? "all" : "sections";
    return [entriesAt(page, placeBehind(text, endOf(map, text), column), column, twigs, air)];
  }
  const { key, value } = hollow;
  const deeper = column + step;
  const line = nextLine(text, isWritten(value) ? value.range[1] : key.range[1]);
  const lines = entriesAt(page, placeBehind(text, line, deeper), deeper, twigs, "sections");
  // Beside comments alone the value stays what it is.
  if (!isWritten(value) || twigs.every(isComment)) return [lines];
  const [start, end] = value.range;
  return [{ start: text.slice(0, start).trimEnd().length, end, text: "", column }, lines];
}

/** True where every entry of a map but the first has an empty line before it. */
function isAiry(map: YAMLMap.Parsed, text: string): boolean {
  const [, ...others] = map.items;
  return (
    others.length > 0 &&
    others.every(({ key }) => /\n[ \t]*\r?\n(?:[ \t]*#.*\n)*[ \t]*$/.test(text.slice(0, key.range[0])))
  );
}

/** As the file's first map in a map has it; two where there is none. */
function stepOf(root: YAMLMap.Parsed, text: string): number {
  const column = columnOf(text, root.range[0]);
  for (const { value } of root.items) {
    if (!isMap(value) || value.flow === true || value.items.length === 0) continue;
    const step = columnOf(text, value.range[0]) - column;
    if (step > 0) return step;
  }
  return 2;
}
