import { isPlaceholder, removeSecret } from "./credential-patterns.ts";
import { callsOf, wordedBy, type Call, type Word } from "./ran.ts";
import type { Rule } from "./rule.ts";

export const passwordInFlag: Rule = {
  code: "FT342",
  severity: "error",
  title: "an option of a command holds a password",
  why: "It is in the repository, in the list of processes, and in Tilt's log.",
  wrong: "tasks: { login: { do: { argv: [argocd, login, argocd.lab, --password=hunter2] } } }",
  right: `env: { variables: { ARGOCD_PASSWORD: { secret: true } } }\ntasks: { login: 'argocd login argocd.lab --password "$ARGOCD_PASSWORD"' }`,
  check: ({ dashboard }, tell) => {
    for (const { command } of wordedBy(dashboard))
      for (const call of callsOf(command))
        for (const [index, word] of call.args.entries()) {
          const login = curlLogin(call, index);
          if (login !== undefined && !isPlaceholder(login.password))
            tell(call.origin, `\`${login.option}\` gives a password`, {
              span: login.word.span(),
              help: removeSecret,
            });
          const text = word.text ?? "";
          const [, name, value] = /^--([A-Za-z][-A-Za-z]*)(?:=(.*))?$/s.exec(text) ?? [];
          const held = name === undefined ? shortPassword(call.program, text) : isPasswordFlag(name);
          if (!held) continue;
          const given =
            name === undefined
              ? text.slice(2) || call.args[index + 1]?.text
              : (value ?? call.args[index + 1]?.text);
          if (given === undefined || given.startsWith("-") || isPlaceholder(given)) continue;
          tell(
            call.origin,
            `\`${text.replace(/=.*/s, "=…").slice(0, name === undefined ? 2 : undefined)}\` gives a password`,
            {
              span: word.span(),
              help: removeSecret,
            },
          );
        }
  },
};

/** `curl -u name:password`, in each of its spellings. */
function curlLogin(
  { program, args }: Call,
  index: number,
): { readonly option: string; readonly password: string; readonly word: Word } | undefined {
  const word = args[index];
  if (program !== "curl" || word?.text === undefined) return undefined;
  const [, option, joined] = /^(-[uU]|--(?:proxy-)?user)(?:(?:(?<=-[uU])|=)(.+))?$/s.exec(word.text) ?? [];
  if (option === undefined) return undefined;
  const holder = joined === undefined ? args[index + 1] : word;
  const password = /:(.+)$/s.exec(joined ?? holder?.text ?? "")?.[1];
  return holder === undefined || password === undefined ? undefined : { option, password, word: holder };
}

/** `--password`, `--docker-password`, `--token`; not `--password-stdin`, nor the name of a file. */
function isPasswordFlag(name: string): boolean {
  return /(?:^|-)(?:password|passwd|passphrase|token|secret-key|api-key)$/i.test(name);
}

const shortPasswords: Readonly<Record<string, RegExp>> = {
  mysql: /^-p.+/s,
  mysqldump: /^-p.+/s,
  mysqladmin: /^-p.+/s,
  mariadb: /^-p.+/s,
  sshpass: /^-p/,
};

function shortPassword(program: string, text: string): boolean {
  return Object.hasOwn(shortPasswords, program) && shortPasswords[program]?.test(text) === true;
}
