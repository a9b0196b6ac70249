import { isAlias, isMap, isScalar, visit } from "yaml";
import type { Pair, ParsedNode, YAMLMap } from "yaml";
import { isWritten } from "../../source/extent.ts";
import type { SourceFile } from "../../source/source.ts";
import type { Addition } from "./addition.ts";

export type MapPair = Pair<ParsedNode, ParsedNode | null>;

/** Where in the text an addition goes. */
export interface Slot {
  /** The map that gets it; the one around it where {@link hollow} is given. */
  readonly map: YAMLMap.Parsed;
  /** An entry of the map without a value, or with an empty one, which becomes a map. */
  readonly hollow: MapPair | undefined;
  /** How many keys of the addition's path lead there. */
  readonly depth: number;
  /** The innermost entry of a block that holds the map, where the map itself stands in brackets. */
  readonly outer: { readonly map: YAMLMap.Parsed; readonly pair: MapPair } | undefined;
}

/** Why an addition has no place; `path` leads to what is in the way. */
export interface Obstacle {
  readonly reason: string;
  readonly path: readonly string[];
}

/** Finds the places of additions below the top of a file. */
export function slotFinder(
  source: SourceFile,
  root: YAMLMap.Parsed,
): (addition: Addition) => Slot | Obstacle {
  const shared = new Set<string>();
  visit(root, { Alias: (_, { source: name }) => void shared.add(name) });
  const isShared = (node: ParsedNode | null): boolean =>
    node !== null && !isAlias(node) && node.anchor !== undefined && shared.has(node.anchor);

  return ({ at, key }) => {
    let map = root;
    let outer: Slot["outer"];
    for (const [depth, step] of [...at, key].entries()) {
      const path = at.slice(0, depth);
      const pair = pairOf(map, step);
      if (pair === undefined) {
        if (source.keysOf(path).includes(step))
          return { reason: `\`${step}\` comes from a merge`, path: [...path, step] };
        return { map, hollow: undefined, depth, outer };
      }
      const { value } = pair;
      const here = [...path, step];
      if (depth === at.length) return { reason: `\`${step}\` is there already`, path: here };
      if (isShared(value)) return { reason: `other places share \`${step}\` through its anchor`, path: here };
      if (value !== null && isAlias(value)) return { reason: `\`${step}\` is an alias`, path: here };
      if (isHollow(value, map, source.text)) return { map, hollow: pair, depth: depth + 1, outer };
      if (!isMap(value)) return { reason: `\`${step}\` is no mapping`, path: here };
      if (value.flow === true && map.flow !== true) outer = { map, pair };
      map = value;
    }
    return { map, hollow: undefined, depth: at.length, outer };
  };
}

function pairOf(map: YAMLMap.Parsed, step: string): MapPair | undefined {
  return map.items.find(({ key }) => isScalar(key) && nameOf(key) === step);
}

/** `8080:` and `true:` are names as they are written. */
function nameOf(key: ParsedNode): string | undefined {
  if (!isScalar(key)) return undefined;
  return typeof key.value === "string" ? key.value : key.source;
}

function isHollow(value: ParsedNode | null, parent: YAMLMap.Parsed, text: string): boolean {
  if (!isWritten(value) || (isScalar(value) && value.value === null)) return true;
  // In brackets an empty map is one like others; a comment in it would be lost.
  const isEmpty = isMap(value) && /^\{\s*\}$/.test(text.slice(value.range[0], value.range[1]));
  return isEmpty && parent.flow !== true;
}
