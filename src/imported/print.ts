import { Document, isCollection, isPair, isScalar, visit } from "yaml";
import type { Entry } from "./entries.ts";

/** The longest entry that stands on one line. */
const width = 100;

/** An inventory as a person would write it: short entries on one line, a section for each key at the top. */
export function printInventory(inventory: Entry): string {
  const document = new Document(inventory, { aliasDuplicateObjects: false });
  visit(document, {
    Collection: (_, node, ancestors) => {
      const depth = ancestors.filter(isCollection).length;
      const pair = ancestors.at(-1);
      const key = isPair(pair) && isScalar(pair.key) ? String(pair.key.value) : "";
      const text = JSON.stringify(node);
      // A section keeps its lines, so that more can be added below it.
      const isSection = depth === 0 || (depth <= 3 && sections.has(key));
      if (isSection || text.includes("\\n") || text.length > width - 4 * depth) return undefined;
      node.flow = true;
      return visit.SKIP;
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

const sections = new Set([
  "groups",
  "tasks",
  "buttons",
  "workloads",
  "helmReleases",
  "variables",
  "secrets",
  "env",
]);
