import type { Dashboard } from "../../dashboard/model.ts";
import { byPlace } from "../../reality/by-place.ts";
import type { Reality } from "../../reality/model.ts";
import { findData } from "../../reality/query.ts";
import { entriesAt } from "../../reality/value.ts";
import { resourcesOf } from "../parts.ts";
import type { Rule, World } from "../rule.ts";
import { certaintyOf, listed, seenAt, weigh, whoLacks } from "./evidence.ts";
import { actionsOf, inside, type NeedyAction } from "./places.ts";

export const missingSecret: Rule = {
  code: "FT610",
  severity: "error",
  asks: "reality",
  title: "a Secret is not in what Flux applies",
  why: "The button that is to show it fails each time it is pressed.",
  wrong: "do: { secret: { name: graylog-secret, key: password } }         # the Secret is called graylog",
  right: "do: { secret: { name: graylog, key: password } }",
  check: (world, tell) => {
    const { reality } = world;
    if (reality === undefined) return;
    for (const { secret, action } of secretsOf(world)) {
      const { name, namespace } = secret;
      const answer = findData(reality, "Secret", namespace, name);
      const { related } = action;
      const origin = inside(action.origin, "name");
      if (answer.state === "moved") {
        const [item] = answer.items;
        if (isCopied(reality, item.content)) continue;
        tell(origin, `there is no Secret \`${name}\` in \`${namespace}\`: it is in \`${item.namespace}\``, {
          ...certaintyOf(item),
          help: `write \`namespace: ${item.namespace}\``,
          related: [...related, ...seenAt(world, item, "it is made here")],
        });
      }
      if (answer.state !== "gone" || isCopied(reality)) continue;
      const { nearest } = answer;
      // Many programs make a Secret of their own: its owner says nothing of that.
      const weight = weigh({ reality, namespace, owner: undefined, hasTrace: nearest !== undefined });
      if (weight === "silent") continue;
      tell(origin, `${whoLacks(reality)} no Secret \`${name}\` in \`${namespace}\``, {
        ...(weight === "warning" ? { severity: weight } : {}),
        help: nearest === undefined ? undefined : nearHelp(name, nearest),
        related,
      });
    }
  },
};

/** A generated name ends in a hash of the content, and so it never lasts. */
export function nearHelp(name: string, nearest: string): string {
  const isHashed = nearest.startsWith(`${name}-`) && /^[a-z0-9]{10}$/.test(nearest.slice(name.length + 1));
  return isHashed
    ? `kustomize calls it \`${nearest}\` until its content changes: \`generatorOptions: { disableNameSuffixHash: true }\` keeps the name`
    : `did you mean \`${nearest}\`?`;
}

export const missingSecretKey: Rule = {
  code: "FT611",
  severity: "error",
  asks: "reality",
  title: "a Secret has no such key",
  why: "The button that is to show it says that there is no key, each time it is pressed.",
  wrong: "do: { secret: { name: graylog, key: passwd } }         # the key is called password",
  right: "do: { secret: { name: graylog, key: password } }",
  check: (world, tell) => {
    const { reality } = world;
    if (reality === undefined) return;
    for (const { secret, action } of secretsOf(world)) {
      const answer = findData(reality, "Secret", secret.namespace, secret.name);
      if (answer.state !== "found") continue;
      const { keys } = answer.item;
      if (keys === undefined || keys.includes(secret.key)) continue;
      tell(inside(action.origin, "key"), `the Secret \`${secret.name}\` has no key \`${secret.key}\``, {
        ...certaintyOf(answer.item),
        near: (guesses) => guesses.didYouMean(secret.key, keys),
        help: keys.length === 0 ? undefined : `it has ${listed(keys)}`,
        related: [...action.related, ...seenAt(world, answer.item, "it is made here")],
      });
    }
  },
};

interface UsedSecret {
  readonly secret: NonNullable<NeedyAction["needs"]["secret"]>;
  readonly action: NeedyAction;
}

/** The Secrets that actions name, but those that the inventory itself makes. */
function secretsOf({ dashboard }: World): readonly UsedSecret[] {
  const own = bootstrapSecrets(dashboard);
  return actionsOf(dashboard).flatMap((action): UsedSecret[] => {
    const { secret } = action.needs;
    if (secret === undefined || action.entry?.isOwn === true) return [];
    return own.has(`${secret.namespace}/${secret.name}`) ? [] : [{ secret, action }];
  });
}

/** Secrets that the inventory itself makes, as `namespace/name`. */
export function bootstrapSecrets(dashboard: Dashboard): ReadonlySet<string> {
  return new Set(
    resourcesOf(dashboard).flatMap((one) =>
      one.kind === "secret" ? [`${one.namespace}/${one.secretName}`] : [],
    ),
  );
}

const copiers = ["ClusterExternalSecret", "ClusterPolicy", "ClusterSecret", "Bundle"];

/** True where something in the cluster copies Secrets into namespaces that git does not name. */
export function isCopied(reality: Reality, content?: Parameters<typeof entriesAt>[0]): boolean {
  const isMarked = entriesAt(content, "metadata", "annotations").some(([key]) =>
    /reflector|replicat/.test(key),
  );
  return isMarked || copiers.some((kind) => byPlace(reality).ofKind(kind.toLowerCase()).length > 0);
}
