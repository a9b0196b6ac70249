import { children, referred, type Node } from "../json-schema-node.ts";
import { literal, takes } from "./words.ts";

type Definitions = Readonly<Record<string, Node>>;

/**
 * The keys of a construct as Markdown tables: one for the construct, and one for each mapping in it that is
 * no construct of its own, under the path of its key. `name` is what the keys belong to.
 */
export function tablesOf(node: Node, name: string, definitions: Definitions): string[] {
  const variants = mappingsOf(node);
  return variants.flatMap((variant) => {
    const mark = variants.length > 1 ? markOf(variant, variants) : undefined;
    const path = mark === undefined ? name : `${name}\` with \`${mark}`;
    const below = Object.entries(variant.properties ?? {}).flatMap(([key, child]) =>
      referred(child) === undefined ? tablesOf(child, joined(name, key), definitions) : [],
    );
    return [`Keys of \`${path}\`:`, table(variant, definitions), ...below];
  });
}

function joined(name: string, key: string): string {
  return name === "" ? key : `${name}.${key}`;
}

/** The mappings with keys of their own that a value, an item of its list or an entry of its map may be. */
function mappingsOf(node: Node): Node[] {
  if (node.properties !== undefined) return [node];
  return children(node)
    .map((child) => child.node)
    .filter((child) => child !== node.propertyNames && referred(child) === undefined)
    .flatMap(mappingsOf);
}

/** The key that only this one of several mappings requires. */
function markOf(variant: Node, variants: readonly Node[]): string | undefined {
  return variant.required?.find((key) =>
    variants.every((other) => other === variant || other.properties?.[key] === undefined),
  );
}

function table(node: Node, definitions: Definitions): string {
  const rows = Object.entries(node.properties ?? {}).map(([key, child]) => {
    const ref = referred(child);
    const described = { ...(ref === undefined ? {} : definitions[ref]), ...child };
    const cells = [
      `\`${key}\``,
      takes(child, definitions),
      fallback(described, node.required?.includes(key) ?? false),
      described.description ?? "",
    ];
    return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  });
  return ["| Key | Takes | Default | |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

function fallback(node: Node, required: boolean): string {
  if (required) return "required";
  const { default: value } = node;
  const isNothing =
    value === undefined || (typeof value === "object" && Object.keys(value ?? {}).length === 0);
  return isNothing ? "" : literal(value);
}
