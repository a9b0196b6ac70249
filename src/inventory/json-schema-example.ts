import type { Plain } from "./edit/addition.ts";
import { valueLines } from "./edit/print.ts";
import type { Node } from "./json-schema-node.ts";

/**
 * Examples that are or hold a mapping, as editors can show them: the YAML language server offers such a value as
 * `[object Object]`, and writes its texts down without the quotes that they need. So the example stands in the
 * description. It is no snippet either: the server would offer that among the keys of the mapping too.
 */
export function exampleForEditors(node: Node): Node {
  const { examples = [], description = "", ...rest } = node;
  if (!examples.some(holdsMapping)) return node;
  return {
    description,
    markdownDescription: [description, ...(examples as Plain[]).map(fenced)].join("\n\n"),
    ...rest,
  };
}

function holdsMapping(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsMapping);
  return typeof value === "object" && value !== null;
}

function fenced(example: Plain): string {
  return `Example:\n\n\`\`\`yaml\n${valueLines(example, mostColumns).join("\n")}\n\`\`\``;
}

const mostColumns = 80;
