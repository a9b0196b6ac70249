import { heapSize } from "../io/heap-size.ts";
import { OutsideError } from "../io/outside-error.ts";
import { parseYaml, type YamlFile } from "../reality/flux/parse.ts";
import { HeapRoom } from "../source/heap-need.ts";
import { tooDense } from "../source/kinds.ts";

/** What {@link countedYaml} says of a text for which there is no memory. */
export interface Words {
  /** What was tried of the path, such as "read". */
  readonly attempt: string;
  readonly help: string;
}

/**
 * Reads texts of YAML that are kept together, as long as Node's heap has room for them: `path` says what each is.
 * Throws `OutsideError` (FT017) for one that has none.
 */
export function countedYaml(): (text: string, path: string, words: Words) => YamlFile {
  const room = new HeapRoom(heapSize());
  return (text, path, words) => {
    if (room.takes(text)) return parseYaml(text);
    const megabytes = Math.round(room.heap / 1024 / 1024);
    throw new OutsideError({
      kind: tooDense,
      path,
      attempt: words.attempt,
      reason: `with what was read before it takes more memory than the ${megabytes} MB that Node has`,
      help: `${words.help}, or give Node more: \`NODE_OPTIONS=--max-old-space-size=${2 * megabytes}\``,
    });
  };
}
