import { callerVariables } from "../dashboard/mcp-variables.ts";
import type { Dashboard } from "../dashboard/model.ts";
import type { Origin } from "../source/origin.ts";
import { resourcesOf } from "./parts.ts";
import { ranBy, shellOf, wordedBy } from "./ran.ts";
import type { Rule } from "./rule.ts";
import { readsUnseen } from "./unused-input.ts";

export const unusedVariable: Rule = {
  code: "FT335",
  severity: "warning",
  title: "a variable is used by nothing",
  why: "People set it, and it changes nothing: it is a leftover, or the command that reads it misspells it.",
  wrong: "env: { variables: { NODE: { default: a } } }\ntasks: { nodes: talosctl health }",
  right: `env: { variables: { NODE: { default: a } } }\ntasks: { nodes: 'talosctl -n "$NODE" health' }`,
  check: ({ dashboard, isPartial }, tell) => {
    if (isPartial === true) return;
    if (mayBeReadUnseen(dashboard)) return;
    const used = usedIn(dashboard);
    for (const { name, origin } of variablesOf(dashboard))
      if (!ownedByTools.test(name) && !used.has(name))
        tell(origin, `nothing uses the variable \`${name}\``, {
          target: "key",
          help: `use it as \`"$${name}"\` in a command, or take it out`,
        });
  },
};

/** Variables that kubectl, flux, helm and the like read themselves. */
const ownedByTools =
  /^(?:KUBE|FLUX_|HELM_|TALOS|DOCKER_|AWS_|GOOGLE_|AZURE_|GIT_|HTTPS?_PROXY$|NO_PROXY$|TILT_)/i;

function variablesOf(dashboard: Dashboard): readonly { readonly name: string; readonly origin: Origin }[] {
  return [
    ...(dashboard.env?.variables ?? []),
    ...dashboard.tilt.args.map(({ variable, origin }) => ({ name: variable, origin })),
  ];
}

/** A script, another Tiltfile or an extension may read any variable; what cannot be known is not told. */
function mayBeReadUnseen(dashboard: Dashboard): boolean {
  const ran = ranBy(dashboard);
  return (
    // Of an inventory without commands, nobody can say what its variables are for.
    ran.length === 0 ||
    dashboard.includes.length > 0 ||
    dashboard.tilt.use.length > 0 ||
    dashboard.images.length > 0 ||
    ran.some(readsUnseen)
  );
}

/** Every name that a secret takes its value from, a shell reads, or a text of a shell holds. */
function usedIn(dashboard: Dashboard): ReadonlySet<string> {
  const used = new Set<string>();
  for (const resource of resourcesOf(dashboard))
    if (resource.kind === "secret")
      for (const key of resource.keys) if ("variable" in key) used.add(key.variable);
  for (const { command } of wordedBy(dashboard)) {
    const reading = shellOf(command)?.reading;
    for (const { name } of reading?.uses ?? []) used.add(name);
    for (const text of reading?.texts ?? []) for (const [word] of text.matchAll(/\w+/g)) used.add(word);
  }
  if (dashboard.mcp !== undefined) for (const { name } of callerVariables(dashboard.mcp)) used.add(name);
  return used;
}
