/** How the text of an inventory is read, wherever it is. */
export const yamlOptions = {
  version: "1.2",
  schema: "core",
  // The parser's own check is quadratic; ours also knows both places.
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: "silent",
} as const;
