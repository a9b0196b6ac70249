/** What is no expression: Flux would refuse the whole Kustomization. */
export class SubstitutionError extends Error {
  override readonly name = "SubstitutionError";
}
