/** A stretch of a shell text, `end` exclusive, in UTF-16 units. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** One word of a command. */
export interface ShellWord extends Range {
  /** What it is after quotes are taken off; undefined where the shell fills something in. */
  readonly value: string | undefined;
}

/** A command without what it is redirected to. */
export interface ShellCommand extends Range {
  readonly words: readonly ShellWord[];
  /** Its messages are thrown away: `2>/dev/null`, `&>/dev/null`. */
  readonly silenced: boolean;
}

/** A variable where the shell reads it. */
export interface VariableUse extends Range {
  readonly name: string;
  /** Blanks in its value make several words of it, and `*` file names. */
  readonly split: boolean;
  /** The text says itself what happens without a value: `${NAME:-…}`. */
  readonly guarded: boolean;
}

/** `NAME=value` with a value that stands there. */
export interface Assigned extends Range {
  readonly name: string;
  readonly value: string;
}

/** `left || right`, told by the last command of either side. */
export interface Alternative extends Range {
  readonly left: ShellCommand | undefined;
  readonly right: ShellCommand | undefined;
}

/** `first | … | last`. */
export interface Piped extends Range {
  readonly first: ShellCommand | undefined;
  readonly last: ShellCommand | undefined;
}

/** What a shell text says, as far as rules ask. */
export interface ShellReading {
  readonly problems: readonly (Range & { readonly message: string })[];
  readonly commands: readonly ShellCommand[];
  readonly uses: readonly VariableUse[];
  /** Names that the text gives a value itself. */
  readonly given: ReadonlySet<string>;
  readonly assignments: readonly Assigned[];
  readonly alternatives: readonly Alternative[];
  readonly pipelines: readonly Piped[];
  /** Words in quotes and heredocs, where another program may look for a variable by name. */
  readonly texts: readonly string[];
  /** It runs text that is not here (`eval`, `source`, `${!NAME}`): more may be read and given. */
  readonly open: boolean;
  readonly pipefail: boolean;
}
