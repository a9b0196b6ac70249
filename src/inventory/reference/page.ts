import { refTo, type Node } from "../json-schema-node.ts";
import { describedSchema } from "../json-schema.ts";
import { accessSections } from "./access-sections.ts";
import { fileSections } from "./file-sections.ts";
import { beginning, overview, words } from "./frame.ts";
import { groupSections } from "./group-sections.ts";
import { mcpDefinitions, mcpSections } from "./mcp-sections.ts";
import type { Section } from "./section.ts";
import { tablesOf } from "./tables.ts";

/** The language reference as one Markdown page: prose and examples from here, keys from the schema. */
export function referencePage(): string {
  const { definitions: declared = {}, properties = {}, required } = describedSchema();
  const { cluster = {}, tilt = {}, env = {}, allow = {} } = properties;
  // Constructs that stand in one place only have no definition of their own.
  const definitions: Readonly<Record<string, Node>> = {
    ...declared,
    ...mcpDefinitions(declared),
    cluster,
    tilt,
    env,
    rootAllow: allow,
  };
  const refs = {
    cluster: refTo("cluster"),
    tilt: refTo("tilt"),
    env: refTo("env"),
    allow: refTo("rootAllow"),
  };
  const [, whole = ""] = tablesOf({ properties: { ...properties, ...refs }, required }, "", definitions);
  const tables = ({ of, name = "" }: Section): string[] => {
    if (of === undefined) return [];
    const node = definitions[of];
    if (node === undefined) throw new Error(`the schema has no ${of}`);
    if (Object.keys(node.properties ?? { some: node }).length === 0) return [];
    return tablesOf(node, name, definitions);
  };
  const parts = [...fileSections, ...groupSections, ...mcpSections, ...accessSections].flatMap((section) => [
    `${section.under === true ? "###" : "##"} ${section.title}`,
    section.text,
    fenced(section.example),
    ...tables(section),
  ]);
  return `${[beginning.trimEnd(), fenced(overview), whole, words.trimEnd(), ...parts].join("\n\n")}\n`;
}

function fenced(yaml: string): string {
  return `\`\`\`yaml\n${yaml}\`\`\``;
}
