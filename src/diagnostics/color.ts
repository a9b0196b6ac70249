/** What the formatters want to set off; the only place that knows how. */
export type Style = "error" | "warning" | "info" | "frame" | "strong" | "help";

/** ANSI "select graphic rendition" parameters (ECMA-48, 8.3.117). */
const codes: Readonly<Record<Style, string>> = {
  error: "1;31",
  warning: "1;33",
  info: "1;36",
  frame: "1;34",
  strong: "1",
  help: "32",
};

/** Sets a text off; the text itself when colour is off or there is nothing to colour. */
export type Paint = (style: Style, text: string) => string;

export function painter(color: boolean): Paint {
  return (style, text) => (color && text !== "" ? `\u001b[${codes[style]}m${text}\u001b[0m` : text);
}
