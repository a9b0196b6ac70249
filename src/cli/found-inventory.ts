import { textScalar } from "../inventory/edit/print.ts";
import type { Reality, Root } from "../reality/model.ts";
import { textAt } from "../reality/value.ts";
import { ownSchema } from "./first-inventory.ts";
import type { CurrentContext } from "./kube-context.ts";

/** Where Flux begins. */
export type FoundRoot = Pick<Root, "namespace" | "name" | "path">;

/** What a new inventory says of the cluster. */
export interface FoundCluster {
  /** Undefined where nobody knows: an example stands there then. */
  readonly current: CurrentContext | undefined;
  readonly root: FoundRoot | undefined;
  readonly domain: string | undefined;
  /** Where editors find the JSON Schema. */
  readonly schema: string | undefined;
}

/** The beginning of an inventory that `discover` makes: all but what is there. */
export function foundInventory({ current, root, domain, schema = ownSchema }: FoundCluster): string {
  const guess = root?.path.split("/").at(-1) ?? "";
  const name = current?.cluster ?? (guess === "" ? "homelab" : guess);
  const context = current?.context ?? `admin@${name}`;
  const mark = current === undefined ? " # EXAMPLE: put yours here (kubectl config get-contexts)" : "";
  const isNamed = root !== undefined && root.namespace !== "flux-system" && root.namespace === root.name;
  const flux = [
    ...(isNamed ? [`root: ${textScalar(root.name)}`] : []),
    ...(root === undefined || root.path === "" ? [] : [`path: ${textScalar(root.path)}`]),
  ];
  const lines = [
    `# yaml-language-server: $schema=${schema}`,
    "#",
    "# What a person needs to operate the cluster. Found by `fluxtilt discover`, and yours from now on:",
    "# the next one only adds what is new. What stands as a comment is only likely; take it up by hand.",
    "",
    "version: 1",
    "",
    "cluster:",
    `  name: ${textScalar(name)}`,
    "  # The only kube contexts that the dashboard runs against.",
    `  contexts: [${textScalar(context)}]${mark}`,
    ...(domain === undefined ? [] : [`  domain: ${textScalar(domain)}`]),
    ...(flux.length === 0 ? [] : [`  flux: { ${flux.join(", ")} }`]),
    ...(root === undefined
      ? []
      : [
          "",
          "# The bar at the top of every page.",
          "buttons:",
          "  flux-sync:",
          "    text: Flux Sync",
          "    icon: sync",
          `    do: { reconcile: { kustomization: ${textScalar(`${root.namespace}/${root.name}`)}, withSource: true } }`,
        ]),
  ];
  return `${lines.join("\n")}\n`;
}

/** Where Flux begins: in a cluster, the Kustomization that `flux bootstrap` makes. */
export function rootOf({ root, kustomizations }: Reality): FoundRoot | undefined {
  const made = kustomizations.find(({ name, namespace }) => name === "flux-system" && namespace === name);
  if (root !== undefined || made === undefined) return root;
  const { namespace, name, spec } = made;
  return { namespace, name, path: (textAt(spec, "path") ?? "").replace(/^(\.?\/)+|\/$/g, "") };
}

/** The domain of the cluster's hosts, where all that are known agree, and there are several. */
export function domainOf({ hosts }: Reality): string | undefined {
  const known = [...new Set(hosts.map(({ host }) => host))].filter((host) =>
    /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(host),
  );
  const domains = new Set(known.map((host) => host.slice(host.indexOf(".") + 1)));
  const [domain] = domains;
  return domains.size === 1 && known.length > 1 ? domain : undefined;
}
