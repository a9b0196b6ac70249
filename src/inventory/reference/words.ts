import { referred, type Node } from "../json-schema-node.ts";

/** What a definition is called in the tables, with a link where it has a section of its own. */
const named: Readonly<Record<string, string>> = {
  cluster: "[keys](#cluster)",
  tilt: "[keys](#tilt)",
  env: "[keys](#env)",
  rootAllow: "[allowances](#allow)",
  access: "[keys](#access)",
  action: "[action](#actions)",
  allow: "[allowances](#allow)",
  argument: "[argument](#arguments)",
  button: "[button](#buttons)",
  setButton: "[button](#buttons)",
  buttonSet: "[button set](#button-sets)",
  buttonsFrom: "list of [button sets](#buttons-from-a-set)",
  group: "[group](#groups)",
  helmRelease: "[release](#helm-releases)",
  image: "[image](#images)",
  input: "[input](#inputs)",
  links: "list of [links](#links)",
  literal: "anything that YAML can write",
  liveUpdate: "list of [steps](#live-update)",
  manifests: "[manifests](#manifests)",
  needs: "list of [rules](#needs)",
  ports: "list of [ports](#ports)",
  resource: "[resource](#resources-of-a-set)",
  secret: "[secret](#secrets)",
  services: "list of [services](#services)",
  task: "[task](#tasks)",
  workload: "[workload](#workloads)",
};

/** What a key takes, in the words of a table. */
export function takes(node: Node, definitions: Readonly<Record<string, Node>>): string {
  const ref = referred(node);
  if (ref !== undefined) return named[ref] ?? takes(definitions[ref] ?? {}, definitions);
  if (node.word !== undefined) return node.word;
  if (node.anyOf !== undefined && node.type === undefined)
    return [...new Set(node.anyOf.map((branch) => takes(branch, definitions)))].join(", or ");
  if (node.enum !== undefined) return node.enum.map(literal).join(", ");
  if (node.const !== undefined) return literal(node.const);
  if (Array.isArray(node.type)) return node.type.map((type) => takes({ type }, definitions)).join(", or ");
  if (node.type === "array") return list(node, definitions);
  if (node.type === "object") return mapping(node, definitions);
  return types.get(node.type ?? "") ?? node.type ?? "anything";
}

const types = new Map([
  ["string", "text"],
  ["integer", "whole number"],
  ["boolean", "`true`, `false`"],
]);

function mapping(node: Node, definitions: Readonly<Record<string, Node>>): string {
  if (typeof node.additionalProperties !== "object" || node.properties !== undefined) return "keys below";
  return `${node.propertyNames?.word ?? "name"} → ${takes(node.additionalProperties, definitions)}`;
}

function list(node: Node, definitions: Readonly<Record<string, Node>>): string {
  if (!Array.isArray(node.items)) {
    const item = takes(node.items ?? {}, definitions);
    return `list of: ${item.includes(", or ") ? `(${item})` : item}`;
  }
  const parts = node.items.map((item) => takes(item, definitions));
  const more =
    typeof node.additionalItems === "object" ? [`${takes(node.additionalItems, definitions)} …`] : [];
  return `[${[...parts, ...more].join(", ")}]`;
}

/** A value as it is written in YAML's flow style. */
export function literal(value: unknown): string {
  return `\`${typeof value === "string" && value !== "" ? value : JSON.stringify(value)}\``;
}
