import type { Allowance } from "../dashboard/model.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { report } from "../diagnostics/kind.ts";
import { didYouMean } from "../diagnostics/nearest.ts";
import { at, spanAt, type Origin } from "../source/origin.ts";
import { clashingOutput } from "./clashing-output.ts";
import { clashingSymbol } from "./clashing-symbol.ts";
import { clashingVariable } from "./clashing-variable.ts";
import { crowdedButtons } from "./crowded-buttons.ts";
import { dependencyCycle } from "./dependency-cycle.ts";
import { duplicateButton } from "./duplicate-button.ts";
import { duplicateResource } from "./duplicate-resource.ts";
import { emptyTiltfile } from "./empty-tiltfile.ts";
import { secretDefault, unreadableDefault } from "./env-default.ts";
import { helmPatience } from "./helm-patience.ts";
import { missingFile } from "./missing-file.ts";
import { portClash } from "./port-clash.ts";
import { repeatedChoice } from "./repeated-choice.ts";
import { replacedVariable } from "./replaced-variable.ts";
import { runRule, type Rule, type World } from "./rule.ts";
import { tiltConstraint } from "./tilt-constraint.ts";
import { unknownAllowance, unknownPlace, unusedAllowance } from "./unused-allowance.ts";
import { unusableName } from "./unusable-name.ts";

/** Every rule, by code. */
export const rules: readonly Rule[] = [
  duplicateResource,
  duplicateButton,
  unusableName,
  dependencyCycle,
  portClash,
  emptyTiltfile,
  secretDefault,
  unreadableDefault,
  clashingSymbol,
  clashingVariable,
  clashingOutput,
  crowdedButtons,
  repeatedChoice,
  replacedVariable,
  helmPatience,
  tiltConstraint,
  missingFile,
];

/** What is found beside the rules themselves. */
export const allowanceKinds = [unusedAllowance, unknownAllowance, unknownPlace] as const;

/** Runs every rule; what `allow` switches off is left out or a warning, and an unused `allow` is told. */
export function checkRules(world: World): readonly Diagnostic[] {
  const { allowances } = world.dashboard;
  const used = new Set<Allowance>();
  const told = rules
    .flatMap((rule) => runRule(rule, world))
    .flatMap(({ diagnostic, origin }): Diagnostic[] => {
      const allowance = allowances.find((one) => one.rule === diagnostic.code && covers(one, origin));
      if (allowance === undefined) return [diagnostic];
      used.add(allowance);
      return allowance.to === "off" ? [] : [{ ...diagnostic, severity: "warning" }];
    });
  return [
    ...told,
    ...allowances.flatMap((one) => checkAllowance(one, used.has(one) || world.isPartial === true)),
  ];
}

function covers(allowance: Allowance, origin: Origin): boolean {
  const { at: place } = allowance;
  if (place === undefined) return true;
  return place.source === origin.source && place.path.every((step, index) => step === origin.path[index]);
}

function checkAllowance(allowance: Allowance, used: boolean): Diagnostic[] {
  const span = spanAt(at(allowance.origin, "rule"));
  if (!rules.some((rule) => rule.code === allowance.rule)) {
    const help = didYouMean(
      allowance.rule,
      rules.map((rule) => rule.code),
    );
    return [
      report(unknownAllowance, `there is no rule \`${allowance.rule}\` that could be switched off`, {
        span,
        help,
      }),
    ];
  }
  const lost = lostStep(allowance);
  if (lost !== undefined) {
    const { name, known } = lost;
    const message = `\`${name}\` is not there, so \`${allowance.rule}\` is switched off nowhere`;
    return [
      report(unknownPlace, message, {
        span: spanAt(at(allowance.origin, "at")),
        help: didYouMean(name, known) ?? "a place outside of this file has an `allow` of its own",
      }),
    ];
  }
  if (used) return [];
  return [
    report(unusedAllowance, `\`${allowance.rule}\` says nothing here`, { span, help: "take the entry out" }),
  ];
}

/** The first step of an allowance's place that leads nowhere, with what stands beside it. */
function lostStep({ at: place }: Allowance): { name: string; known: readonly string[] } | undefined {
  if (place === undefined) return undefined;
  const { source, path } = place;
  for (const [index, step] of path.entries()) {
    const known = source.keysOf(path.slice(0, index));
    if (typeof step === "string" && !known.includes(step)) return { name: step, known };
  }
  return undefined;
}
