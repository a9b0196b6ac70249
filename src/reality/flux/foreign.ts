import { textAt } from "../value.ts";
import type { Mapping } from "../value.ts";
import { baseName } from "./paths.ts";

/** The kinds of Flux's own manifests (fluxcd/flux2, manifests/install): no object of its own APIs. */
export const kindsOfFlux: readonly string[] = [
  "Namespace",
  "CustomResourceDefinition",
  "ResourceQuota",
  "ServiceAccount",
  "ClusterRole",
  "ClusterRoleBinding",
  "Service",
  "Deployment",
  "NetworkPolicy",
];

/** Where Flux's own manifests are, which many repositories apply: they are all in its namespace. */
const ownManifests = /(^|\/\/)(ghcr\.io\/fluxcd\/flux-manifests|github\.com\/fluxcd\/flux2(\.git)?)\/?$/;

/** True for a source of Flux's own manifests. */
export function isOfFlux(source: Mapping | undefined): boolean {
  return ownManifests.test(textAt(source, "spec", "url") ?? "");
}

const definitions: readonly string[] = ["CustomResourceDefinition"];

/** As controller-gen calls a file, and where Kubebuilder keeps those. */
const generated = /(^|\/)config\/crd(\/|$)|(^|\/)[\w-]+(\.[\w-]+)+_[a-z\d]+\.ya?ml$/;

/** As projects call a file of definitions, or the folder: Helm's own name for it is `crds`. */
const named = /(^|\/)crds?(\/|$)|(^|[/._-])crds?[\w.-]*\.ya?ml$/;

/**
 * The only kinds that manifests from elsewhere could hold, as their address tells; undefined where it does
 * not. At `home`, where the repository itself is, a folder `crds` may as well hold the release that brings them.
 */
export function kindsAt(address: string, home: string | undefined): readonly string[] | undefined {
  const path = (address.split("?")[0] ?? "").toLowerCase();
  return generated.test(path) || (named.test(path) && isOfOthers(address, home)) ? definitions : undefined;
}

/** The only kinds that a folder of another source could hold; undefined where neither it nor the source tells. */
export function kindsIn(
  source: Mapping | undefined,
  path: string,
  home: string | undefined,
): readonly string[] | undefined {
  const url = textAt(source, "spec", "url") ?? "";
  const told = [path, ...keptOf(textAt(source, "spec", "ignore") ?? "")];
  const [first, ...others] = told.map((one) => kindsAt(`${url}//${one}`, home));
  return first ?? (others.includes(undefined) ? undefined : others[0]);
}

/** What a source keeps that leaves all out but what it names (fluxcd.io/flux/components/source, Excluding files). */
function keptOf(ignore: string): readonly string[] {
  const lines = ignore.split("\n").map((line) => line.trim());
  const [all, ...kept] = lines.filter((line) => line !== "" && !line.startsWith("#"));
  return all === "/*" && kept.every((line) => line.startsWith("!")) ? kept.map((line) => line.slice(1)) : [];
}

/** True for one file of another project, which is made for everybody and names nothing of this cluster. */
export function isPublished(address: string, home: string | undefined): boolean {
  return (
    /^https:.*\.ya?ml$/.test(address) && !baseName(address).includes("flux") && isOfOthers(address, home)
  );
}

/** True where it is known that somebody else has it than the repository's owner. */
function isOfOthers(address: string, home: string | undefined): boolean {
  const owner = home && ownerOf(home);
  return owner !== undefined && ownerOf(address) !== owner;
}

/** `fluxcd` of `ssh://git@github.com/fluxcd/flux2`; undefined where an address has none. */
function ownerOf(address: string): string | undefined {
  const path = address
    .toLowerCase()
    .replace(/^(git::)?[a-z+]+:\/\//, "")
    .replace(/^[^@/]*@/, "");
  return /^[^/:]+(?::\d+)?[/:]([^/]+)\//.exec(path)?.[1];
}
