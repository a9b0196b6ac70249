import type { ButtonFacts } from "../evaluated/buttons.ts";
import { fieldDifferences, type AllFacts, type Facts } from "../evaluated/facts.ts";
import type { DeployedObject } from "../evaluated/deployed.ts";
import { isRenamed } from "./sources.ts";
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
  const known = knownOf(notes);
  return [
    ...compare(original.facts, made.facts, known, plain),
    ...compare(original.buttons, made.buttons, known, (facts) => facts),
    ...[...made.facts.keys()]
      .filter((name) => !original.facts.has(name) && !isSupport(name) && !known.has(`${name} *`))
      .filter((name) => !before.has(name))
      .map((name) => ({ name, text: `\`${name}\` is in the new Tiltfile only` })),
  ];
}

/** The resources that are enabled where one is chosen by name, as far as they can be compared. */
export function comparable(names: readonly string[], notes: readonly Note[]): readonly string[] {
  const known = knownOf(notes);
  return names.filter((name) => !isSupport(name) && !known.has(`${name} *`)).sort();
}

/**
 * What the new Tiltfile deploys in another way than the hand-written one, or it alone. Namespaces and roles of
 * the whole cluster are a private copy's own.
 */
export function compareDeployed(
  original: readonly DeployedObject[],
  made: readonly DeployedObject[],
): readonly Difference[] {
  const nameOf = ({ kind, namespace, name }: DeployedObject): string => `${kind} ${namespace}/${name}`;
  const before = new Map(original.map((one) => [nameOf(one), one.content]));
  return made
    .filter(({ kind }) => kind !== "Namespace" && !isRenamed(kind))
    .flatMap((one) => {
      const content = before.get(nameOf(one));
      const name = nameOf(one);
      if (content === undefined) return [{ name, text: `\`${name}\` is deployed by the new Tiltfile only` }];
      const at = differing(content, one.content);
      return at === undefined ? [] : [{ name, text: `\`${name}\` is deployed with another \`${at}\`` }];
    });
}

/** Pods are made in the namespace of their owner; the extension namespace writes it here too. */
const unread = /^(spec\.jobTemplate\.)?spec\.template\.metadata\.namespace$/;

/** The path of the first thing that differs; no value of it, which may be a secret. */
function differing(left: unknown, right: unknown, at: readonly string[] = []): string | undefined {
  const [a, b] = [left, right].map((one) =>
    typeof one === "object" && one !== null ? (one as Readonly<Record<string, unknown>>) : undefined,
  );
  const path = at.join(".");
  if (a === undefined || b === undefined) return left === right || unread.test(path) ? undefined : path;
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const found = differing(a[key], b[key], [...at, key]);
    if (found !== undefined) return found;
  }
  return undefined;
}

function knownOf(notes: readonly Note[]): ReadonlySet<string> {
  return new Set(notes.flatMap(({ about }) => (about === undefined ? [] : [`${about.name} ${about.field}`])));
}

/** What generated Tiltfiles have by themselves. */
function isSupport(name: string): boolean {
  return /^(fluxtilt:|helm-repo)/.test(name);
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
