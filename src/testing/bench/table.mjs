// Results as a Markdown table, spaced as Prettier leaves one.

/** `rows` under `head`; the first column stands left, the others right. */
export function markdownTable(head, rows) {
  const widths = head.map((title, column) =>
    Math.max(4, title.length, ...rows.map((row) => row[column].length)),
  );
  const line = (cells) => `| ${cells.join(" | ")} |`;
  const padded = (cells) =>
    line(
      cells.map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]),
      ),
    );
  const rule = line(
    widths.map((width, column) => (column === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`)),
  );
  return [padded(head), rule, ...rows.map(padded)].join("\n");
}

/** `page` with `text` between the markers of `part`; throws where it has none. */
export function replaceMarked(page, part, text) {
  const [begin, end] = [`<!-- bench ${part}: begin -->`, `<!-- bench ${part}: end -->`];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`the page has no ${begin} … ${end}`);
  return `${page.slice(0, from + begin.length)}\n\n${text}\n\n${page.slice(to)}`;
}
