/** What kustomize would end its build with. Caught where the build can go on without the step. */
export class BuildError extends Error {
  override readonly name = "BuildError";
}
