import { at, spanAt } from "../source/origin.ts";
import type { Rule } from "./rule.ts";

export const unusedButtonSet: Rule = {
  code: "FT333",
  severity: "warning",
  title: "a button set is used by nothing",
  why: "Its buttons are held against nothing, and rot: they are read only where the set is used.",
  wrong: "buttonSets: { usual: { buttons: { restart: restart } } }",
  right:
    "buttonSets: { usual: { buttons: { restart: restart } } }\ngroups: { web: { namespace: web, buttonsFrom: [usual], workloads: { site: deployment/site } } }",
  check: ({ dashboard, isPartial }, tell) => {
    // A misspelt use is told where it stands.
    if (isPartial === true) return;
    const unused = new Set(dashboard.sources.flatMap((source) => source.keysOf(["buttonSets"])));
    const used = new Set<string>();
    for (const { value } of dashboard.sources) takeUses(value, used, unused);
    for (const source of dashboard.sources) {
      const origin = at({ source, path: [] }, "buttonSets");
      for (const name of source.keysOf(origin.path))
        if (!used.has(name))
          tell(at(origin, name), `nothing uses the button set \`${name}\``, {
            span: spanAt(at(origin, name), "key"),
            near: (guesses) => guesses.didYouMean(name, used),
            help: "name it under `buttonsFrom`, or take it out",
          });
    }
  },
};

/** Takes the names in every `buttonsFrom` of a value from one set to the other, while any is left. */
function takeUses(value: unknown, used: Set<string>, unused: Set<string>): void {
  if (typeof value !== "object" || value === null || unused.size === 0) return;
  for (const [key, below] of Object.entries(value) as [string, unknown][]) {
    if (key !== "buttonsFrom" || !Array.isArray(below)) {
      takeUses(below, used, unused);
      continue;
    }
    for (const use of below as unknown[]) {
      const name = typeof use === "object" && use !== null && "set" in use ? use.set : use;
      if (typeof name !== "string") continue;
      used.add(name);
      unused.delete(name);
    }
  }
}
