import type { Dashboard } from "../dashboard/model.ts";
import { linesIn } from "../source/scalar-text.ts";
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
      search(dashboard, pattern, tell, (found) =>
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
    search(
      dashboard,
      /[a-z][a-z0-9+.-]{0,31}:\/\/[^\s/:@"'<>]{0,1024}:([^\s/@"'<>]{1,1024})@(?=[\w[{$])/gi,
      tell,
      (found) => (isPlaceholder(found[1] ?? "") ? undefined : "this URL holds a password"),
    );
  },
};

/** Looks through the whole text of every file. */
function search(
  { sources }: Dashboard,
  pattern: RegExp,
  tell: Tell,
  judge: (found: RegExpExecArray) => string | undefined,
): void {
  for (const source of sources)
    for (const found of source.text.matchAll(pattern)) {
      const message = judge(found);
      if (message === undefined) continue;
      const span = linesIn(source).span(source.path, found.index, found.index + found[0].length);
      tell(originAround(source, found.index), message, { span, help: removeSecret });
    }
}

/** `ghp_xxxxxxxx…` and `AKIAIOSFODNN7EXAMPLE` are examples. */
function looksMadeUp(token: string): boolean {
  return /EXAMPLE|(.)\1{7}/i.test(token) && !token.startsWith("-----");
}
