/** A construct as the reference tells it. */
export interface Section {
  readonly title: string;
  /** Under another construct. */
  readonly under?: boolean;
  /** Its definition, or a key of the root file; absent for a section without tables. */
  readonly of?: string;
  /** What its keys are told to belong to; its place in the file. */
  readonly name?: string;
  /** Markdown. */
  readonly text: string;
  /** One canonical example: a piece of an inventory, or all of a fragment. */
  readonly example: string;
}
