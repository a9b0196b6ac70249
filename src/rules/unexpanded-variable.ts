import { ranBy, shellOf } from "./ran.ts";
import type { Rule } from "./rule.ts";
import { at, spanAt } from "../source/origin.ts";
import { declaredFor } from "./undeclared-variable.ts";

export const unexpandedVariable: Rule = {
  code: "FT328",
  severity: "warning",
  title: "a variable stands where no shell reads it",
  why: "`argv` and `script` run without a shell: the program gets the text `$NAME`, not the value.",
  wrong: 'buttons: { pods: { inputs: { NS: media }, do: { argv: [kubectl, get, pods, -n, "$NS"] } } }',
  right: `buttons: { pods: { inputs: { NS: media }, do: { shell: 'kubectl get pods -n "$NS"' } } }`,
  source: "tilt internal/controllers/core/cmd: the words of a Cmd are run as they are",
  check: ({ dashboard }, tell) => {
    for (const ran of ranBy(dashboard)) {
      const { command } = ran;
      const { name: action } = command.action;
      if ((action !== "argv" && action !== "script") || shellOf(command) !== undefined) continue;
      const words = command.argv.filter((word) => typeof word === "string");
      // A program that is given a text to expand means the text.
      if (words.some((word) => /^-[a-z]*c$/.test(word) || /(?:^|\/)(?:envsubst|awk|perl|jq|yq)$/.test(word)))
        continue;
      const { own, common } = declaredFor(dashboard, ran);
      for (const [index, word] of words.entries()) {
        const name = /\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})/
          .exec(word)
          ?.slice(1)
          .find((one) => one);
        if (name === undefined || !(own.has(name) || common.has(name))) continue;
        const origin = at(command.origin, action, index);
        tell(origin, `the program gets \`$${name}\` as it stands, not the value`, {
          span: spanAt(origin),
          help: action === "argv" ? "use `shell` in place of `argv`" : "read the variable in the script",
        });
      }
    }
  },
};
