import type { RealObject, Unresolved } from "../model.ts";
import { listAt, stringAt, textAt } from "../value.ts";

/** Kinds that bring more objects, whose namespaces cannot be told from here. */
const bringsMore = new Set(["Kustomization", "ResourceSet", "FluxInstance"]);

/** True where a ResourceSet's templates could make a Flux object, or something that brings more objects. */
export function mayMakeFlux({ content }: RealObject, kind: string): boolean {
  const written = listAt(content, "spec", "resources").map((one) => textAt(one, "kind") ?? "");
  const template = stringAt(content, "spec", "resourcesTemplate") ?? "";
  const kinds = [
    ...written,
    ...[...template.matchAll(/\bkind["']?:(.*)/g)].map(([, rest = ""]) => rest.trim()),
  ];
  return kinds.some((one) => {
    const bare = one.replaceAll(/["',}]/g, "");
    return bare === kind || bare === "HelmRelease" || bringsMore.has(bare) || !/^\w+$/.test(bare);
  });
}

/**
 * What a ResourceSet hides: it makes objects of templates and inputs, which only its operator reads. The
 * namespaces are those of its templates, where all of them are written out.
 */
export function resourceSetNote(object: RealObject): Unresolved {
  const { namespace, name, provenance, owner, content } = object;
  const resources = listAt(content, "spec", "resources");
  const template = stringAt(content, "spec", "resourcesTemplate");
  const places = resources.map((one) => textAt(one, "metadata", "namespace") ?? namespace);
  const open =
    template !== undefined ||
    places.some((place) => place.includes("<<")) ||
    resources.some((one) => bringsMore.has(textAt(one, "kind") ?? ""));
  return {
    kind: "resource-set",
    message: `ResourceSet \`${namespace}/${name}\` makes objects from templates`,
    file: provenance.file,
    line: provenance.line,
    owner,
    hides: open ? "anywhere" : [...new Set(places)],
  };
}
