import type { ButtonFacts } from "../evaluated/buttons.ts";
import { fieldDifferences, type AllFacts, type Facts } from "../evaluated/facts.ts";
import type { Note } from "./tiltfiles.ts";

/** One side of the comparison. */
export interface Side {
  readonly facts: AllFacts;
  readonly buttons: ReadonlyMap<string, ButtonFacts>;
}

/** Something in which the Tiltfile that comes from the inventory is another one than the hand-written. */
export interface Difference {
  readonly name: string;
  readonly text: string;
}

/**
 * All differences beyond what the notes tell; none when Tilt takes both for the same. `before` is what the
 * inventory made before it got anything of the Tiltfile: that may be in the new one only.
 */
export function compareSides(
  original: Side,
  made: Side,
  notes: readonly Note[],
  before: AllFacts = new Map(),
): readonly Difference[] {
  const known = new Set(
    notes.flatMap(({ about }) => (about === undefined ? [] : [`${about.name} ${about.field}`])),
  );
  return [
    ...compare(original.facts, made.facts, known, plain),
    ...compare(original.buttons, made.buttons, known, (facts) => facts),
    ...[...made.facts.keys()]
      .filter((name) => !original.facts.has(name) && !/^(fluxtilt:generate$|helm-repo:)/.test(name))
      .filter((name) => !before.has(name))
      .map((name) => ({ name, text: `\`${name}\` is in the new Tiltfile only` })),
  ];
}

function compare<T extends object>(
  original: ReadonlyMap<string, T>,
  made: ReadonlyMap<string, T>,
  known: ReadonlySet<string>,
  normal: (facts: T) => object,
): readonly Difference[] {
  return [...original].flatMap(([name, facts]) => {
    // It watches the inventory, which the old Tiltfile may not have.
    if (known.has(`${name} *`) || name === "fluxtilt:generate") return [];
    const have = made.get(name);
    if (have === undefined) return [{ name, text: `\`${name}\` is not in the new Tiltfile` }];
    return fieldDifferences(normal(facts), normal(have))
      .filter(({ field }) => !known.has(`${name} ${field}`))
      .map(({ field, wanted, seen }) => ({
        name,
        text: `\`${field}\` of \`${name}\` was \`${wanted}\`, and is \`${seen}\``,
      }));
  });
}

/** Without what Tilt writes in two ways, or looks at in no case. */
function plain(facts: Facts): Facts {
  const isLocal = facts.apply === undefined && facts.objects === undefined;
  // Nothing is watched, so nothing triggers by itself.
  const isIdle = isLocal && (facts.watch ?? []).length === 0;
  const { probe } = facts as { readonly probe?: { readonly httpGet?: object } | null };
  return {
    ...facts,
    ...(isIdle ? { trigger: "manual" as const } : {}),
    ...(probe?.httpGet === undefined
      ? {}
      : { probe: { ...probe, httpGet: { path: "/", scheme: "HTTP", ...probe.httpGet } } }),
  };
}
