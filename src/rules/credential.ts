import { linesIn } from "../source/scalar-text.ts";
import type { SourceFile } from "../source/source.ts";
import { credentialPatterns, isPlaceholder, removeSecret } from "./credential-patterns.ts";
import type { Rule, Tell } from "./rule.ts";
import { originAround } from "./written-texts.ts";

export const credential: Rule = {
  code: "FT340",
  severity: "error",
  title: "a credential stands in the inventory",
  why: "Whoever can read the repository, now or in its history, can use it; generated files copy it further.",
  wrong: 'buttons: { key: { env: { KEY: "-----BEGIN PRIVATE KEY-----" }, do: { argv: [make, login] } } }',
  right: "env: { variables: { KEY: { secret: true } } }\nbuttons: { key: { do: { argv: [make, login] } } }",
  source: "the marks that gitleaks and secretlint look for",
  check: ({ dashboard }, tell) => {
    // Comments too: they are committed with the rest.
    for (const { what, pattern } of credentialPatterns)
      search(dashboard.sources, pattern, tell, (found) =>
        looksMadeUp(found[0]) ? undefined : `this looks like ${what}`,
      );
  },
};

export const passwordInUrl: Rule = {
  code: "FT341",
  severity: "error",
  title: "a URL holds a password",
  why: "It reaches logs, process lists and the generated files with the URL.",
  wrong: 'tasks: { nas: { do: { argv: [curl, "https://admin:hunter2@nas.lab/api"] } } }',
  right: `env: { variables: { NAS_PASSWORD: { secret: true } } }\ntasks: { nas: 'curl --user "admin:$NAS_PASSWORD" https://nas.lab/api' }`,
  source: "RFC 3986, 3.2.1: passwords in URLs are deprecated",
  check: ({ dashboard }, tell) => {
    // Where no URL has a login, that is known without trying each letter as the first of a scheme.
    const sources = dashboard.sources.filter(({ text }) => login.test(text));
    search(sources, urlWithLogin, tell, (found) =>
      isPlaceholder(found[1] ?? "") ? undefined : "this URL holds a password",
    );
  },
};

/** The part of a URL from `://` to the `@` behind the password. */
const login = /:\/\/[^\s/:@"'<>]{0,1024}:([^\s/@"'<>]{1,1024})@(?=[\w[{$])/;
const urlWithLogin = new RegExp(`[a-z][a-z0-9+.-]{0,31}${login.source}`, "gi");

/** Looks through the whole text of every file. */
function search(
  sources: readonly SourceFile[],
  pattern: RegExp,
  tell: Tell,
  judge: (found: RegExpExecArray) => string | undefined,
): void {
  for (const source of sources) {
    // Most have none; matchAll makes a pattern of its own for each text.
    if (source.text.search(pattern) === -1) continue;
    for (const found of source.text.matchAll(pattern)) {
      const message = judge(found);
      if (message === undefined) continue;
      const span = linesIn(source).span(source.path, found.index, found.index + found[0].length);
      tell(originAround(source, found.index), message, { span, help: removeSecret });
    }
  }
}

/** `ghp_xxxxxxxx…` and `AKIAIOSFODNN7EXAMPLE` are examples. */
function looksMadeUp(token: string): boolean {
  return /EXAMPLE|(.)\1{7}/i.test(token) && !token.startsWith("-----");
}
