import type { RealObject, Unresolved } from "../model.ts";
import { textAt } from "../value.ts";
import { kindsOfFlux } from "./foreign.ts";

/** Objects that bring a chart, or a folder, of their own, and where they put it; undefined where that is open. */
const bringers: Readonly<Record<string, (object: RealObject) => string | undefined>> = {
  // docs.k3s.io/helm: it goes beside its object where nothing else is said.
  "helm.cattle.io/HelmChart": ({ content, namespace }) =>
    textAt(content, "spec", "targetNamespace") ?? namespace,
  "argoproj.io/Application": ({ content }) => textAt(content, "spec", "destination", "namespace"),
  "argoproj.io/ApplicationSet": () => undefined,
  "fluxcd.controlplane.io/FluxInstance": ({ namespace }) => namespace,
};

/** What an object hides that another program than Flux makes more objects of; undefined for all others. */
export function bringerNote(object: RealObject): Unresolved | undefined {
  const { kind, group, namespace, name, provenance, owner } = object;
  const key = `${group}/${kind}`;
  if (!Object.hasOwn(bringers, key)) return undefined;
  const place = bringers[key]?.(object);
  return {
    kind: "chart",
    message: `${kind} \`${namespace}/${name}\`: what it makes is not in the repository`,
    file: provenance.file,
    line: provenance.line,
    owner,
    kinds: kind === "FluxInstance" ? kindsOfFlux : undefined,
    hides: place === undefined || place.includes("${") ? "anywhere" : [place],
  };
}
