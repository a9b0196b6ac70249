/** Why a build is not the whole truth. */
export interface BuildNote {
  /** `remote`: what would be fetched; `broken`: Flux could not build it; `unsupported`: not followed here. */
  readonly kind: "remote" | "broken" | "unsupported";
  readonly message: string;
  /** True where it is `broken` only in that it is not followed here to its end: Flux may well build it. */
  readonly isLimit?: boolean | undefined;
  readonly file: string;
  /** From 1, where it is one line of the file. */
  readonly line?: number | undefined;
  /** The one namespace that the unseen objects go to; undefined when it could be any. */
  readonly namespace?: string | undefined;
  /** Of what would be fetched. */
  readonly address?: string | undefined;
}

/** What is noted of a build, found again by its place. */
export class Notes {
  readonly list: BuildNote[] = [];
  private readonly places = new Set<string>();

  add(note: BuildNote): void {
    this.list.push(note);
    this.places.add(nameOf(note));
  }

  /** True where something was noted of this very line. */
  has(place: Pick<BuildNote, "file" | "line">): boolean {
    return this.places.has(nameOf(place));
  }
}

function nameOf({ file, line }: Pick<BuildNote, "file" | "line">): string {
  return `${file}\0${line ?? ""}`;
}
