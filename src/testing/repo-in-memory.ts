import { loadProject } from "../cli/project.ts";
import { readRepository } from "../cli/repository.ts";
import type { Diagnostic, Span } from "../diagnostics/diagnostic.ts";
import { memoryFiles } from "./memory-files.ts";

/** The beginning of an inventory for it. */
export const repoHead =
  "version: 1\ncluster: { name: home, contexts: [admin@home], domain: home.lan, flux: { path: clusters/home } }\n";

const sync = `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: apps, namespace: flux-system }
spec: { path: ./apps, sourceRef: { kind: GitRepository, name: flux-system } }
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: { name: flux-system, namespace: flux-system }
spec: { url: "https://git.example.org/home.git" }
`;

/** The name of an object in the namespace `shop`. */
export const called = (apiVersion: string, kind: string, name: string): string =>
  `---\napiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: ${name}, namespace: shop }\n`;

/**
 * What the rules say of an inventory beside a Flux repository in memory: its Kustomization `apps` applies `apps`.
 * Each as `inWords` has it.
 */
export async function toldInRepository(
  inventory: string,
  files: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const text = repoHead + inventory;
  const memory = memoryFiles({
    "clusters/home/apps.yaml": sync,
    "apps/README.md": "",
    ...files,
    "cluster.config.yaml": text,
  });
  const { diagnostics } = await loadProject(
    memory,
    "cluster.config.yaml",
    undefined,
    undefined,
    async (dashboard) => ({ repository: await readRepository(memory, dashboard) }),
  );
  return diagnostics.map((one) => inWords(one, text));
}

/** A diagnostic on one line, as a test wants to read it. */
export function inWords(
  { code, severity, message, span, help, related = [] }: Diagnostic,
  text: string,
): string {
  const placeOf = ({ file, start, end }: Span): string =>
    file === "cluster.config.yaml" ? `\`${text.slice(start.offset, end.offset)}\`` : `${file}:${start.line}`;
  return [
    `${code} ${severity}${span === undefined ? "" : ` at ${placeOf(span)}`}: ${message}`,
    ...(help === undefined ? [] : [help]),
    ...related.map((other) => `${other.message}: ${placeOf(other.span)}`),
  ].join("; ");
}
