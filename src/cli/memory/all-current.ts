/** The commands that end at once where nothing is to be done. */
export type Remembered = "check" | "generate";

/** How each says that all files are current. */
export const allCurrent: Readonly<Record<Remembered, (files: number) => string>> = {
  check: (files) => `${files} files are current\n`,
  generate: (files) => `nothing to write: ${files} files are current\n`,
};
