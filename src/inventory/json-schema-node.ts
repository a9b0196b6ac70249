/** A node of a JSON Schema (draft-07), as far as this project writes it. */
export interface Node {
  $schema?: string;
  $id?: string;
  $ref?: string;
  title?: string;
  description?: string;
  /** The description with Markdown in it, for editors that know it; no word of the standard. */
  markdownDescription?: string;
  default?: unknown;
  examples?: unknown[];
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  format?: string;
  pattern?: string;
  /** What editors say where the pattern does not hold; no word of the standard. */
  patternErrorMessage?: string;
  /** The same for any other keyword. */
  errorMessage?: string;
  minLength?: number;
  minItems?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
  items?: Node | Node[];
  additionalItems?: Node | boolean;
  properties?: Record<string, Node>;
  patternProperties?: Record<string, Node>;
  required?: string[];
  propertyNames?: Node;
  additionalProperties?: Node | boolean;
  minProperties?: number;
  maxProperties?: number;
  allOf?: Node[];
  anyOf?: Node[];
  oneOf?: Node[];
  not?: Node;
  if?: Node;
  then?: Node;
  else?: Node;
  definitions?: Record<string, Node>;
  /** What a text or number is called in the reference (`path`); taken out before anybody else sees it. */
  word?: string;
}

const maps = ["properties", "patternProperties", "definitions"] as const;
const lists = ["allOf", "anyOf", "oneOf"] as const;
const single = ["propertyNames", "not", "if", "then", "else"] as const;

/** The nodes directly below one, each with the key that it stands under in `properties` or `definitions`. */
export function children(node: Node): { readonly key?: string; readonly node: Node }[] {
  return [
    ...maps.flatMap((word) => Object.entries(node[word] ?? {}).map(([key, child]) => ({ key, node: child }))),
    ...lists.flatMap((word) => (node[word] ?? []).map((child) => ({ node: child }))),
    ...[node.items ?? []].flat().map((child) => ({ node: child })),
    ...[node.additionalItems, node.additionalProperties, ...single.map((word) => node[word])]
      .filter((child) => typeof child === "object")
      .map((child) => ({ node: child })),
  ];
}

/** The node with every node below it replaced, those below first. Data (defaults, examples) stays. */
export function rewrite(node: Node, change: (node: Node) => Node): Node {
  const below = (child: Node): Node => rewrite(child, change);
  const copy: Node = { ...node };
  for (const word of maps) {
    const map = node[word];
    if (map === undefined) continue;
    copy[word] = Object.fromEntries(Object.entries(map).map(([key, child]) => [key, below(child)]));
  }
  for (const word of lists) {
    const list = node[word];
    if (list !== undefined) copy[word] = list.map(below);
  }
  for (const word of single) {
    const child = node[word];
    if (child !== undefined) copy[word] = below(child);
  }
  if (node.items !== undefined)
    copy.items = Array.isArray(node.items) ? node.items.map(below) : below(node.items);
  if (typeof node.additionalItems === "object") copy.additionalItems = below(node.additionalItems);
  if (typeof node.additionalProperties === "object")
    copy.additionalProperties = below(node.additionalProperties);
  return change(copy);
}

/** The node without some of its keywords. */
export function without(node: Node, ...words: readonly (keyof Node)[]): Node {
  return Object.fromEntries(Object.entries(node).filter(([word]) => !words.some((one) => one === word)));
}

const prefix = "#/definitions/";

/** A reference to a definition. */
export function refTo(name: string): Node {
  return { $ref: `${prefix}${name}` };
}

/** The name of the definition that a node refers to, itself or through a lone `allOf`. */
export function referred(node: Node): string | undefined {
  const ref = node.$ref ?? (node.allOf?.length === 1 ? node.allOf[0]?.$ref : undefined);
  return ref?.startsWith(prefix) === true ? ref.slice(prefix.length) : undefined;
}
