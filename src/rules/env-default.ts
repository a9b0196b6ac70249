import { at } from "../source/origin.ts";
import type { Rule } from "./rule.ts";

export const secretDefault: Rule = {
  code: "FT307",
  severity: "error",
  title: "a secret has a default",
  why: "The default would stand in the inventory, in `.env.example` and in the Tiltfile, for everyone who can read the repository.",
  wrong: "GRAFANA_PASSWORD: { secret: true, default: prom-operator }",
  right: "GRAFANA_PASSWORD: { secret: true, description: Grafana admin password }",
  check: ({ dashboard }, tell) => {
    for (const variable of dashboard.env?.variables ?? [])
      if (variable.secret && variable.default !== undefined)
        tell(at(variable.origin, "default"), `the secret \`${variable.name}\` has a default`, {
          help: "leave it out; whoever needs it sets it in the file or the shell",
        });
  },
};

export const unreadableDefault: Rule = {
  code: "FT308",
  severity: "error",
  title: "a default cannot be written so that it is read back",
  why: "The dotenv extension knows no escapes: it trims, takes quotes off the ends, and reads on over line breaks only up to a quote.",
  wrong: 'MOTD: { default: "\\"hello\\nworld\\" " }',
  right: 'MOTD: { default: "hello world" }',
  source: "tilt-extensions dotenv/Tiltfile",
  check: ({ dashboard }, tell) => {
    for (const variable of dashboard.env?.variables ?? [])
      if (variable.default !== undefined && !isReadable(variable.default))
        tell(
          at(variable.origin, "default"),
          `the default of \`${variable.name}\` cannot be written into \`${dashboard.env?.path ?? ""}.example\``,
          {
            help: "leave out spaces and quotes at its ends, and line breaks",
          },
        );
  },
};

/** One line without spaces or quotes at its ends is read as it stands; the rest is not worth the traps. */
function isReadable(text: string): boolean {
  return text === text.trim() && !/[\p{Cc}\u2028\u2029]/u.test(text) && !/^["']|["']$/.test(text);
}
