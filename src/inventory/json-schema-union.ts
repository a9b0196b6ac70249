import { without, type Node } from "./json-schema-node.ts";

/**
 * A union, told in a way that editors can explain. Of an `anyOf`, an editor shows the problems of the branch
 * that it thinks nearest, which for a misspelt key is often "expected a string". Here the type of what was
 * written, and among mappings the key that only one of them has, chooses the branch; its problems are shown.
 */
export function splitUnion(node: Node): Node {
  const { anyOf, ...rest } = node;
  if (anyOf === undefined || anyOf.some((branch) => typeof branch.type !== "string")) return node;
  const byType = new Map<string, Node[]>();
  for (const branch of anyOf) {
    const { type } = branch;
    if (typeof type !== "string") return node;
    byType.set(type, [...(byType.get(type) ?? []), without(branch, "description", "examples")]);
  }
  const types = [...byType.keys()];
  const result: Node = { ...rest, type: types.length === 1 ? (types[0] ?? types) : types };
  const conditions: Node[] = [];
  for (const [type, branches] of byType) {
    const one = branches.length === 1 ? branches[0] : chosenByKey(branches);
    if (one === undefined) continue;
    const keywords = without(one, "type");
    const others = types.filter((other) => other !== type);
    const elsewhere: Node = { type: others.length === 1 ? (others[0] ?? others) : others };
    if (onlyOfType(keywords)) {
      Object.assign(result, without(keywords, "allOf"));
      conditions.push(...(keywords.allOf ?? []));
    } else if (others.length === 0) conditions.push(keywords);
    // Editors offer the values that stand in an `anyOf`, and those of its first branch they name in a problem.
    else if (keywords.enum !== undefined || keywords.const !== undefined)
      conditions.push({ anyOf: [keywords, elsewhere] });
    // Told by what it is not: an editor completes an empty value with what stands under `else`.
    else conditions.push({ if: elsewhere, else: keywords });
  }
  if (conditions.length > 0) result.allOf = conditions;
  const words = [...byType.values()].flat().flatMap((branch) => branch.word ?? []);
  if (words.length > 0 && words.length === types.length) result.word = words.join(" or ");
  return result;
}

/** The branches of a union in a union stand in its place; comes before {@link splitUnion}. */
export function flatUnion(node: Node): Node {
  if (node.anyOf === undefined) return node;
  return {
    ...node,
    anyOf: node.anyOf.flatMap((branch) => (isUnion(branch) ? (branch.anyOf ?? []) : [branch])),
  };
}

function isUnion(node: Node): boolean {
  return node.anyOf !== undefined && node.type === undefined;
}

/** True for keywords that say nothing of values of another type. */
function onlyOfType(node: Node): boolean {
  const any = ["enum", "const", "anyOf", "oneOf", "not", "if", "$ref"] as const;
  return any.every((word) => node[word] === undefined) && (node.allOf ?? []).every(onlyOfType);
}

/** Branches of one type: of mappings, the key that only one branch requires chooses it. */
function chosenByKey(branches: readonly Node[]): Node {
  const first = branches[0]?.type ?? "object";
  if (first !== "object") return { type: first, anyOf: [...branches] };
  const marks = branches.map((branch) =>
    (branch.required ?? []).find((key) =>
      branches.every((other) => other === branch || !other.properties?.[key]),
    ),
  );
  if (marks.some((mark) => mark === undefined)) return { type: first, anyOf: [...branches] };
  const none: Node = {
    properties: Object.assign({}, ...branches.map((branch) => branch.properties)) as Record<string, Node>,
    patternProperties: Object.assign({}, ...branches.map((branch) => branch.patternProperties)) as Record<
      string,
      Node
    >,
    additionalProperties: false,
    ...needsOne({ anyOf: marks.map((mark) => ({ required: [mark ?? ""] })) }),
  };
  const chain = branches.reduceRight<Node>((otherwise, branch, index) => {
    return { if: { required: [marks[index] ?? ""] }, then: without(branch, "type"), else: otherwise };
  }, none);
  return { type: first, ...chain };
}

/** Of `required` in each branch an editor would name the first: the words for all of them. */
export function needsOne(node: Node): Node {
  for (const word of ["anyOf", "oneOf"] as const) {
    const branches = node[word] ?? [];
    const keys = branches.flatMap((branch) =>
      Object.keys(branch).length === 1 ? (branch.required ?? []) : [],
    );
    if (keys.length === 0 || keys.length < branches.length) continue;
    const names = keys.map((key) => `\`${key}\``);
    const errorMessage = `${names.slice(0, -1).join(", ")} or ${names.at(-1) ?? ""} is needed`;
    return { ...node, [word]: keys.map((key) => ({ required: [key], errorMessage })) };
  }
  return node;
}
