import { dirname, join } from "node:path";
import { parseAllDocuments } from "yaml";
import { casesOf, outputs, readGoldens } from "../golden/cases.ts";

/** An object of Kubernetes as it was read back. */
export interface Read {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec?: Readonly<Record<string, unknown>>;
}

/** The manifests of a golden case with MCP servers. */
export interface McpCase {
  readonly name: string;
  /** Absolute: the folder that Flux applies. */
  readonly folder: string;
  /** Text of each file below that folder. */
  readonly texts: readonly string[];
  /** Text of the file with the Flux Kustomization. */
  readonly flux: string;
}

const folder = `${outputs}/infrastructure/base/mcp/`;

/** Every golden case with MCP servers. */
export function mcpCases(): readonly McpCase[] {
  return casesOf("ok")
    .filter(({ name }) => name.startsWith("mcp-"))
    .map((one) => {
      const goldens = [...readGoldens(one)];
      return {
        name: one.name,
        folder: join(one.folder, folder),
        texts: goldens.flatMap(([path, text]) => (path.startsWith(folder) ? [text] : [])),
        flux: goldens.find(([path]) => dirname(path) === `${outputs}/clusters/lab`)?.[1] ?? "",
      };
    });
}

/** Every object of a text, in order. */
export function objectsOf(text: string): readonly Read[] {
  return parseAllDocuments(text).map((document) => document.toJS() as Read);
}

/** `kind/name`, which no two objects of a case share. */
export function nameOf({ kind, metadata }: Read): string {
  return `${kind}/${metadata.name}`;
}
