/** How a text is written in YAML: bare, in double quotes, or as a block of lines. */
export type TextStyle = "plain" | "quoted" | "block";

/**
 * Signs that the YAML library writes as they are in double quotes, and that a reader takes for a line break,
 * drops or refuses: DEL and the controls behind it, the separators of lines and paragraphs, the mark of byte
 * order, and what is no character (YAML 1.1, 5.1 and 5.4). The writer escapes them.
 */
export const unescaped = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

/** What stands in a block or bare only where no reader changes it. */
const unusual = /[\p{Cc}\p{Zl}\p{Zp}\ufeff\ufffe\uffff]/u;

/** A word, a path, an option, or an amount with its unit: no reader takes such a text for anything else. */
const textual = /^([A-Za-z/]|\.\/|--?[A-Za-z]|[0-9]+([kMG]i?|[hms])$)/;

/** Words that some reader takes for a boolean, for nothing, or for no number. */
const reserved = /^(y|n|yes|no|on|off|true|false|null|nan|-?inf)$/i;

/**
 * The way to write a text so that every reader takes it for that text, also those of YAML 1.1 and Go's:
 * they read `on`, `0x1`, `1e3`, `12:30`, `2001-01-01` and `~` for other things. In doubt it is quoted.
 */
export function styleOf(text: string): TextStyle {
  if (unusual.test(text.replaceAll("\n", ""))) return "quoted";
  if (text.includes("\n")) return /^\S/.test(text) && !/ $/m.test(text) ? "block" : "quoted";
  return textual.test(text) && !reserved.test(text) ? "plain" : "quoted";
}
