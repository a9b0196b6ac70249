// The parser of `yaml` without a generator for each token, for the bundle and for the tests alike.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The same code as modules; that for Node asks the environment at each token whether to log it. */
export const yaml = fileURLToPath(new URL("node_modules/yaml/browser/dist/index.js", import.meta.url));

/** The files that {@link plainParser} reads. */
export const parserFiles = /[\\/]yaml[\\/]browser[\\/]dist[\\/]parse[\\/](?:lexer|parser)\.js$/;

/** Has esbuild take both in the place of `yaml`. */
export const yamlParser = {
  name: "yaml-parser",
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^yaml$/ }, () => ({ path: yaml }));
    onLoad({ filter: parserFiles }, ({ path }) => ({ contents: plainParser(path), loader: "js" }));
  },
};

/**
 * The code of such a file with calls in place of generators, which take three times as long as what they do. What a
 * method of the lexer would yield goes to the parser at once, or is yielded by `lex` where there is none. `lex` still
 * stops after each of its steps, and `parse` then yields what has ended: a stream is read document by document.
 * Throws where the file is not as it was.
 */
export function plainParser(path) {
  const code = readFileSync(path, "utf8");
  return path.endsWith("lexer.js") ? plainLexer(code) : plainTokens(code);
}

function plainLexer(code) {
  return changed(withoutGenerators(code, "this.parser.next"), [
    ["    lex(source", "    *lex(source"],
    [
      "constructor() {",
      "constructor() { this.lexemes = []; this.parser = { next: (one) => this.lexemes.push(one) };",
    ],
    [
      "next = this.parseNext(next);",
      "{ next = this.parseNext(next); if (this.lexemes) yield* this.lexemes.splice(0); else yield; }",
    ],
  ]);
}

function plainTokens(code) {
  const handOn = "if (this.ended.length > 0) yield* this.ended.splice(0);";
  return changed(withoutGenerators(code, "this.ended.push"), [
    [
      "new Lexer();",
      "new Lexer(); this.lexer.parser = this; this.lexer.lexemes = undefined; this.ended = [];",
    ],
    ["    parse(source", "    *parse(source"],
    ["this.next(lexeme);", handOn],
    ["this.end();\n", `this.end();\n${handOn}\n`],
  ]);
}

function withoutGenerators(code, handOn) {
  return code
    .replace(/^ {4}\*(?=\w+\()/gm, "    ")
    .replaceAll("yield* ", "")
    .replace(/\byield ([^]*?);$/gm, `${handOn}($1);`);
}

function changed(code, replacements) {
  return replacements.reduce((text, [from, to]) => {
    if (text.split(from).length !== 2) throw new Error(`\`yaml\` has changed: not once is there ${from}`);
    return text.replace(from, to);
  }, code);
}
