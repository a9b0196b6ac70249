import { isExempt } from "../substitute-object.ts";
import { substitute } from "../substitute.ts";
import { SubstitutionError } from "../substitution-error.ts";
import type { Substitution } from "../variables.ts";
import { called, readManifest } from "./manifest.ts";
import type { Manifest } from "./manifest.ts";
import { RenderError } from "./render-error.ts";

/** What Flux takes for a name (fluxcd/pkg kustomize_varsub.go). */
const validName = /^[_A-Za-z][_A-Za-z0-9]*$/;

/** Line breaks of YAML 1.1 that Flux leaves in a value; it takes `\n` out itself. */
const lineBreak = /[\r\u0085\u2028\u2029]/;

/**
 * Replaces the variables of `spec.postBuild`, as Flux does: in the text of each object. No value is ever
 * part of a message, since it may come out of a Secret. Throws RenderError for a variable that cannot be
 * known, and for what Flux refuses.
 */
export function postBuild(manifests: readonly Manifest[], substitution: Substitution): readonly Manifest[] {
  if (!substitution.active) return manifests;
  const invalid = [...substitution.values.keys()].find((name) => !validName.test(name));
  if (invalid !== undefined)
    throw new RenderError(`Flux refuses \`${invalid}\`, which is no name of a variable`);
  return manifests.map((manifest) =>
    isExempt(manifest.object) ? manifest : replaced(manifest, substitution),
  );
}

function replaced(manifest: Manifest, { variables, doubtful }: Substitution): Manifest {
  if (!manifest.text.includes("$")) return manifest;
  const unknown = new Set<string>();
  const value = (name: string): string | undefined => {
    const known = doubtful.has(name) ? undefined : variables(name);
    if (known !== undefined && lineBreak.test(known))
      throw new RenderError(`the value of \`${name}\` holds a line break that YAML readers take differently`);
    return known;
  };
  let text: string;
  try {
    text = substitute(manifest.text, value, (name) => unknown.add(name));
  } catch (error) {
    if (!(error instanceof SubstitutionError)) throw error;
    throw new RenderError(`the variables of ${called(manifest)} cannot be replaced: ${error.message}`);
  }
  if (unknown.size > 0) {
    const names = [...unknown].map((name) => `\`${name}\``).join(", ");
    throw new RenderError(`the value of ${names} in ${called(manifest)} is not in the repository`);
  }
  return readManifest(text, `${called(manifest)} is no YAML object once its variables are replaced`);
}
