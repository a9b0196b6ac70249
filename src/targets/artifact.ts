/** One generated file. */
export interface Artifact {
  /** Relative to the inventory's folder, with `/`. */
  readonly path: string;
  /** The whole text, LF endings, final newline. */
  readonly text: string;
  readonly executable?: boolean;
  /**
   * When it is written: support files and included Tiltfiles before the Tiltfiles that load them,
   * since Tilt reloads at each write. Lower first.
   */
  readonly rank: number;
}
