import { posix } from "node:path";
import type { Span } from "../../diagnostics/diagnostic.ts";
import type { Unresolved } from "../../reality/model.ts";
import type { Rule } from "../rule.ts";
import { listed } from "./evidence.ts";
import { inside } from "./places.ts";

export const brokenKustomization: Rule = {
  code: "FT622",
  severity: "warning",
  asks: "reality",
  title: "Flux cannot build a Kustomization, or it is too much to be looked at",
  why: "One file that is missing, is no YAML or takes itself in stops all of its Kustomization: Flux applies nothing new of it, and what the inventory says of it cannot be checked. Nor can it where a build is too much to be followed here, which Flux may well do.",
  wrong:
    "resources: [shop.yaml, databse.yaml]         # in a kustomization.yaml; the file is called database.yaml",
  right: "resources: [shop.yaml, database.yaml]",
  source: "kustomize api/internal/target/kusttarget.go; fluxcd/pkg kustomize",
  check: ({ dashboard, reality, folder = "" }, tell) => {
    for (const notes of byCause(reality?.unresolved ?? [])) {
      const [{ cause = "", isLimit, file, line }] = notes;
      const owners = notes.flatMap(({ owner }) =>
        owner === undefined ? [] : [`${owner.namespace}/${owner.name}`],
      );
      const which = `Kustomization ${listed([...new Set(owners)])}`;
      tell(
        inside(dashboard.cluster.origin, "flux"),
        isLimit === true
          ? `${which} is looked at only in part: ${cause}`
          : `Flux cannot build ${which}: ${cause}`,
        file === undefined ? {} : broughtBy(posix.relative(folder, file), line, dashboard.inventoryFiles),
      );
    }
  },
};

/** What is broken, each cause once: several Kustomizations may take in the same files. */
function byCause(unresolved: readonly Unresolved[]): Iterable<readonly [Unresolved, ...Unresolved[]]> {
  const causes = new Map<string, [Unresolved, ...Unresolved[]]>();
  for (const note of unresolved) {
    if (note.cause === undefined) continue;
    const key = JSON.stringify([note.file, note.line, note.cause]);
    const same = causes.get(key);
    if (same === undefined) causes.set(key, [note]);
    else same.push(note);
  }
  return causes.values();
}

/** Flux takes every YAML file of a folder without a kustomization, a fragment that a person puts there too. */
function broughtBy(
  file: string,
  line: number | undefined,
  inventory: readonly string[],
): { readonly span: Span; readonly help?: string } {
  const span = placeOf(file, line);
  if (!inventory.includes(file)) return { span };
  const folder = posix.dirname(file);
  const help = `Flux takes in all YAML files of \`${folder}\`: move this one out of it, or write a \`kustomization.yaml\` that lists the others`;
  return { span, help };
}

function placeOf(file: string, line = 1): Span {
  const place = { offset: 0, line, column: 1 };
  return { file, start: place, end: place };
}
