import { painter, type Style } from "../diagnostics/color.ts";

const styles: Readonly<Record<string, Style>> = { "-": "error", "+": "help", "@": "info" };

/** A unified diff in the colours that people know from git. */
export function paintDiff(diff: string, color: boolean): string {
  if (!color) return diff;
  const paint = painter(color);
  return diff
    .split("\n")
    .map((line) => {
      if (/^(---|\+\+\+) /.test(line)) return paint("strong", line);
      const style = styles[line[0] ?? ""];
      return style === undefined ? line : paint(style, line);
    })
    .join("\n");
}
