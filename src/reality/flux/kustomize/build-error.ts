/** What kustomize would end its build with. Caught where the build can go on without the step. */
export class BuildError extends Error {
  override readonly name = "BuildError";
  /** The object that it is about, where it is about one. */
  readonly at: { readonly file: string; readonly line: number } | undefined;

  constructor(message: string, at?: BuildError["at"]) {
    super(message);
    this.at = at;
  }
}

/** That no object is called so: it may be among those that are not seen here. */
export class AbsentError extends BuildError {}

/** That fluxtilt stops where kustomize would go on. */
export class LimitError extends BuildError {}
