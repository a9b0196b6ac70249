import { isKnownToken, looksRandom, namesSecret, removeSecret } from "./credential-patterns.ts";
import { callsOf, shellOf, wordedBy } from "./ran.ts";
import type { Rule } from "./rule.ts";
import { visitTexts } from "./written-texts.ts";

export const literalSecret: Rule = {
  code: "FT343",
  severity: "warning",
  title: "a value looks like a secret",
  why: "Under a name such as `password` or `token` stands a text that nobody makes up.",
  wrong:
    "buttons: { sync: { env: { API_TOKEN: 9fQ2mZt5LwPx7VJ0 }, do: { script: [./scripts/deploy-stack.sh] } } }",
  right:
    "env: { variables: { API_TOKEN: { secret: true } } }\nbuttons: { sync: { do: { script: [./scripts/deploy-stack.sh] } } }",
  source: "the generic rules of gitleaks and secretlint",
  check: ({ dashboard }, tell) => {
    const message = (name: string): string => `the value of \`${name}\` looks like a secret`;
    for (const source of dashboard.sources)
      visitTexts(source, (path, text, key) => {
        // `GRAFANA_TOKEN: { default: … }`; a secret variable's default is told by a rule of its own.
        const name = key === "default" || key === "hidden" || key === "text" ? String(path.at(-2)) : key;
        if (looksRandom(text) && namesSecret(name) && !isKnownToken(text))
          tell({ source, path: [...path] }, message(name), { help: removeSecret });
      });
    for (const { command } of wordedBy(dashboard)) {
      const shell = shellOf(command);
      for (const assigned of shell?.reading.assignments ?? [])
        if (
          shell !== undefined &&
          looksRandom(assigned.value) &&
          namesSecret(assigned.name) &&
          !isKnownToken(assigned.value)
        )
          tell(shell.origin, message(assigned.name), { span: shell.spanOf(assigned), help: removeSecret });
      for (const call of callsOf(command))
        for (const word of call.args) {
          const [, name, value] =
            /^(?:--(?:set|set-string|from-literal)=)?([\w.-]+)=(.+)$/s.exec(word.text ?? "") ?? [];
          if (name === undefined || value === undefined || name.startsWith("-")) continue;
          if (namesSecret(name) && looksRandom(value) && !isKnownToken(value))
            tell(call.origin, message(name), { span: word.span(), help: removeSecret });
        }
    }
  },
};
