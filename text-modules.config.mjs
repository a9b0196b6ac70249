// Templates and support files as modules, for the bundle and for the tests alike.
import { readFileSync } from "node:fs";
import Handlebars from "handlebars";

/** The module that stands for a file: a precompiled template, or a text. */
export function textModules(path) {
  const text = readFileSync(path, "utf8");
  if (!path.endsWith(".hbs")) return `export default ${JSON.stringify(text)};`;
  // The output is no HTML; `strict` tells a name that the view does not have.
  return `export default ${Handlebars.precompile(text, { noEscape: true, strict: true })};`;
}
