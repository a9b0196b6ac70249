/** A value of a TOML document; tables and lists of tables only at its top. */
export type TomlValue = string | number | boolean | readonly string[];
export type TomlTable = Readonly<Record<string, TomlValue | undefined>>;
export interface TomlDocument {
  readonly values: TomlTable;
  readonly tables?: Readonly<Record<string, TomlTable>>;
  readonly lists?: Readonly<Record<string, readonly TomlTable[]>>;
}

/** The text of a TOML document (toml.io, 1.0): basic strings, in which every control character is escaped. */
export function printToml({ values, tables = {}, lists = {} }: TomlDocument): string {
  const blocks = [
    printTable(values),
    ...Object.entries(tables).map(([name, table]) => `[${name}]\n${printTable(table)}`),
    ...Object.entries(lists).flatMap(([name, list]) => list.map((one) => `[[${name}]]\n${printTable(one)}`)),
  ];
  return blocks.filter((block) => block !== "").join("\n");
}

function printTable(table: TomlTable): string {
  return Object.entries(table)
    .flatMap(([key, value]) => (value === undefined ? [] : [`${key} = ${printValue(value)}\n`]))
    .join("");
}

function printValue(value: TomlValue): string {
  if (typeof value === "string") return printString(value);
  if (typeof value === "object") return `[${value.map(printString).join(", ")}]`;
  return String(value);
}

/** JSON's escapes are TOML's, but for DEL and `\/`, which JSON.stringify does not write. */
function printString(text: string): string {
  return JSON.stringify(text).replaceAll("\u007f", "\\u007f");
}
