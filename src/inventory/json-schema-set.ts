import { refTo, referred, rewrite, type Node } from "./json-schema-node.ts";

const parameter = "\\{[A-Za-z][A-Za-z0-9_]*\\}";

/** The definition of a button in a button set. */
export const setButton = "setButton";

/**
 * The definitions that a button set's buttons need: those of a button, but any text with a form may hold a
 * `{parameter}` instead, since only what is filled in can be right or wrong (src/dashboard/buttons.ts).
 */
export function setDefinitions(definitions: Readonly<Record<string, Node>>): Record<string, Node> {
  const own: Record<string, Node> = {};
  const add = (name: string): string => {
    const copy = name === "button" ? setButton : `set${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    const definition = definitions[name];
    if (definition === undefined) throw new Error(`there is no definition of ${name}`);
    if (!(copy in own)) {
      own[copy] = {};
      own[copy] = rewrite(definition, (node) => {
        const ref = node.$ref === undefined ? undefined : referred(node);
        return ref === undefined ? loosened(node) : refTo(add(ref));
      });
    }
    return copy;
  };
  add("button");
  return own;
}

/** Keys are not filled in: a pattern of names stays. */
function loosened(node: Node): Node {
  if (node.pattern !== undefined) return { ...node, pattern: `(?:${node.pattern})|${parameter}` };
  if (node.enum?.every((value) => typeof value === "string") === true) {
    const { enum: choices, ...rest } = node;
    return { ...rest, anyOf: [{ enum: choices }, { type: "string", pattern: parameter }] };
  }
  return node;
}
