import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { report } from "../diagnostics/kind.ts";
import { rules } from "../rules/index.ts";
import { undeclaredPort } from "../rules/reality/container-port.ts";
import { likely, seenAt } from "../rules/reality/evidence.ts";
import type { World } from "../rules/rule.ts";
import { at, spanAt, type Origin } from "../source/origin.ts";
import { candidatesOf, ownerText, uniqueWorkloads } from "./candidates.ts";
import { existingPlace } from "./group-places.ts";
import { isIgnored } from "./ignored.ts";
import { unlisted, unusedIgnore } from "./kinds.ts";

/** Rules that ask what is there, but do not speak of a difference: what is off on purpose, how to develop. */
const noDifference = new Set(["FT604", "FT617"]);

const differences = new Set(
  rules.filter(({ code, asks }) => asks === "reality" && !noDifference.has(code)).map(({ code }) => code),
);

/**
 * A problem as a difference: what the inventory names is not there, or not as it says; undefined for any
 * other. That no container declares a port is one here: whoever runs it means to hear what has changed.
 */
export function differenceOf(diagnostic: Diagnostic): Diagnostic | undefined {
  const { code, label } = diagnostic;
  if (!differences.has(code)) return undefined;
  return code === undeclaredPort.code && label !== likely ? { ...diagnostic, severity: "error" } : diagnostic;
}

/**
 * The other half of drift, beside the rules: what is there for certain and neither named nor ignored
 * (FT811), told at the group that it would go into, and patterns of `ignore:` that mean nothing (FT812).
 */
export function drift(world: World): readonly Diagnostic[] {
  const { dashboard, reality } = world;
  if (reality === undefined) return [];
  const placeOf = existingPlace(dashboard, reality);
  const missing = candidatesOf(dashboard, reality)
    .filter(({ doubt }) => doubt === undefined)
    .map(({ workload, target }): Diagnostic => {
      const [kind = ""] = target.split("/");
      const by = ownerText(workload.owner ?? workload.madeBy?.at(-1));
      return report(
        unlisted,
        `the inventory does not name ${kind} \`${workload.name}\` in \`${workload.namespace}\`${by === undefined ? "" : `, of ${by}`}`,
        {
          span: spanAt(placeOf(workload)?.origin ?? fallback(world), "key"),
          help: `add it with \`fluxtilt discover\`, or list \`${kind}/${workload.namespace}/${workload.name}\` under \`ignore\``,
          related: seenAt(world, workload, "it is made here"),
        },
      );
    });
  const all = uniqueWorkloads(reality);
  const unused = dashboard.ignored
    .filter(({ pattern }) => !all.some((one) => isIgnored(pattern, one)))
    .map(({ pattern, origin }) =>
      report(unusedIgnore, `\`${pattern}\` ignores nothing`, {
        span: spanAt(origin),
        help: "take the entry out",
      }),
    );
  return [...missing, ...unused];
}

/** Where groups are, or would be. */
function fallback({ dashboard: { cluster } }: World): Origin {
  const { source } = cluster.origin;
  return source.keysOf([]).includes("groups") ? at({ source, path: [] }, "groups") : cluster.origin;
}
