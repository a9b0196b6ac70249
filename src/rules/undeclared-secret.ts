import { at } from "../source/origin.ts";
import { resourcesOf } from "./parts.ts";
import type { Rule } from "./rule.ts";

export const undeclaredSecret: Rule = {
  code: "FT345",
  severity: "warning",
  title: "a bootstrap secret reads a variable that is not declared",
  why: "Nobody is told to set it: it is missing in `.env.example`, and the resource fails with its name until somebody guesses what belongs there.",
  wrong:
    "secrets: { token: { namespace: web, keys: { token: { env: OP_TOKEN } } } }\nenv: { variables: { OP_CONNECT_TOKEN: { secret: true } } }",
  right:
    "secrets: { token: { namespace: web, keys: { token: { env: OP_CONNECT_TOKEN } } } }\nenv: { variables: { OP_CONNECT_TOKEN: { secret: true } } }",
  check: ({ dashboard, isPartial }, tell) => {
    if (isPartial === true) return;
    const declared = new Set([
      ...(dashboard.env?.variables ?? []).map(({ name }) => name),
      ...dashboard.tilt.args.map(({ variable }) => variable),
    ]);
    for (const resource of resourcesOf(dashboard)) {
      if (resource.kind !== "secret") continue;
      for (const key of resource.keys)
        if ("variable" in key && !declared.has(key.variable))
          tell(at(key.origin, "env"), `\`env.variables\` does not declare \`${key.variable}\``, {
            near: (guesses) => guesses.didYouMean(key.variable, declared),
            help: `declare it: \`${key.variable}: { secret: true, description: … }\``,
          });
    }
  },
};
