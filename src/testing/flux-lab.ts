import { cpSync } from "node:fs";
import { join } from "node:path";
import { createProject, type Project } from "../cli/testing/command-line.ts";
import { fixtures } from "./golden/cases.ts";

/** A Flux repository with an inventory that is right, and one with every mistake. */
export const lab = join(fixtures, "projects/flux-lab");

/** A copy of it that a test can change. */
export async function copyOfLab(): Promise<Project> {
  const project = await createProject();
  cpSync(lab, project.root, { recursive: true });
  return project;
}

/** Objects of which there can be a private copy, or none. */
const copied: Readonly<Record<string, string>> = {
  class: "apiVersion: storage.k8s.io/v1\nkind: StorageClass",
  hosts: "apiVersion: networking.k8s.io/v1\nkind: Ingress\nspec: { rules: [{ host: a.home.lan }] }",
  wide: 'apiVersion: networking.k8s.io/v1\nkind: Ingress\nspec: { rules: [{ host: "*.home.lan" }] }',
};

/** The files that the mistakes of the lab name beside its own: each of them by its path, with a Deployment. */
export const copiedSets: ReadonlyMap<string, string> = new Map(
  Object.entries(copied).map(([name, object]) => [
    `apps/shop/base/${name}.yaml`,
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: a }\n---\n${object}\nmetadata: { name: b }\n`,
  ]),
);

/** The beginning of an inventory for it. */
export const head = `version: 1
cluster: { name: home, contexts: [admin@home], domain: home.lan, flux: { path: clusters/home } }
`;

/** A group with one workload that `shop` is said to deploy. */
export function of(workload: string): string {
  return `groups: { g: { namespace: shop, flux: shop, workloads: { w: ${workload} } } }`;
}

/** A workload with more of its entry. */
export function workload(text: string): string {
  return `groups: { g: { namespace: shop, flux: shop, workloads: { w: { target: deployment/shop, ${text} } } } }`;
}

/** A workload with a button that does this. */
export function button(text: string): string {
  return workload(`buttons: { b: { do: { ${text} } } }`);
}

/** The codes that `validate --repo` tells of an inventory, each with its severity where that is no error. */
export async function codesIn(project: Project, inventory: string): Promise<readonly string[]> {
  await project.put("cluster.config.yaml", inventory);
  const { stdout } = await project.run(["--format", "json", "validate", "--repo"]);
  const { diagnostics } = JSON.parse(stdout) as {
    diagnostics: readonly { code: string; severity: string }[];
  };
  return diagnostics.map(({ code, severity }) => (severity === "error" ? code : `${code} ${severity}`));
}
