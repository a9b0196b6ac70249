import type { RealObject, Unresolved } from "../model.ts";
import { listAt, mappingAt, stringAt, textAt } from "../value.ts";
import type { Value } from "../value.ts";

/** Kinds that bring more objects, whose namespaces cannot be told from here. */
const bringsMore = new Set(["Kustomization", "ResourceSet", "FluxInstance"]);

/** What only the operator fills in, and a variable that git does not know. */
const open = /<<.*?>>|\$\{.*?\}/gs;

/** An input's provider is the ResourceSet, or a provider beside it: it is looked up in its namespace. */
const ownNamespace = /<<-?\s*inputs(\.\w+)?\.provider\.namespace\s*-?>>/g;

/** What a ResourceSet makes objects of: its own templates, or those of its steps. */
function templatesOf({ content }: RealObject): readonly Value[] {
  return [mappingAt(content, "spec") ?? {}, ...listAt(content, "spec", "steps")];
}

/** True where a ResourceSet's templates could make a Flux object, or something that brings more objects. */
export function mayMakeFlux(set: RealObject, kind: string): boolean {
  const kinds = templatesOf(set).flatMap((part) => [
    ...listAt(part, "resources").map((one) => textAt(one, "kind") ?? ""),
    ...[...(stringAt(part, "resourcesTemplate") ?? "").matchAll(/\bkind["']?:(.*)/g)].map(([, rest = ""]) =>
      rest.trim(),
    ),
  ]);
  return kinds.some((one) => {
    const bare = one.replaceAll(/["',}]/g, "");
    return bare === kind || bare === "HelmRelease" || bringsMore.has(bare) || !/^\w+$/.test(bare);
  });
}

/**
 * What a ResourceSet hides: it makes objects of templates and inputs, which only its operator reads. The
 * namespaces are those of its templates, with a `*` for what is filled in, where something stands beside it.
 */
export function resourceSetNote(object: RealObject): Unresolved {
  const { namespace, name, provenance, owner } = object;
  const parts = templatesOf(object);
  const places = parts.flatMap((part) =>
    listAt(part, "resources").flatMap((one) => placesOf(one, namespace)),
  );
  const isOpen =
    parts.some((part) => stringAt(part, "resourcesTemplate") !== undefined) || places.includes("*");
  return {
    kind: "resource-set",
    message: `ResourceSet \`${namespace}/${name}\` makes objects from templates`,
    file: provenance.file,
    line: provenance.line,
    owner,
    hides: isOpen ? "anywhere" : [...new Set(places)],
  };
}

/** Where an object, and what it brings, may lie; `*` for anywhere, `""` for outside of namespaces. */
function placesOf(resource: Value, home: string): readonly string[] {
  const place = (text: string): string => text.replace(ownNamespace, home).replace(open, "*");
  const own = textAt(resource, "metadata", "namespace");
  const target = textAt(resource, "spec", "targetNamespace");
  const kind = place(textAt(resource, "kind") ?? "");
  const isKept = kind === "Kustomization" && target !== undefined;
  if (kind.includes("*") || (bringsMore.has(kind) && !isKept)) return ["*"];
  return [
    ...(own === undefined ? [home, ""] : [place(own)]),
    ...((isKept || kind === "HelmRelease") && target !== undefined ? [place(target)] : []),
  ];
}
