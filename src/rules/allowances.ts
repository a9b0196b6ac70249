import type { Allowance } from "../dashboard/model.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { report } from "../diagnostics/kind.ts";
import type { Guesses } from "../diagnostics/nearest.ts";
import { KeySets } from "../source/key-sets.ts";
import { at, spanAt, type Origin } from "../source/origin.ts";
import type { Path, SourceFile } from "../source/source.ts";
import type { Rule, Told, World } from "./rule.ts";
import { unknownAllowance, unknownPlace, unusedAllowance } from "./unused-allowance.ts";

/** What `allow` switches off, found by rule and place; which of it did so is kept. */
export class Allowances {
  private readonly world: World;
  private readonly rules: readonly Rule[];
  private readonly files: ReadonlyMap<SourceFile, number>;
  private readonly byPlace = new Map<string, number>();
  private readonly used = new Set<Allowance>();

  constructor(world: World, rules: readonly Rule[]) {
    this.world = world;
    this.rules = rules;
    this.files = new Map(world.dashboard.sources.map((source, index) => [source, index]));
    for (const [index, one] of world.dashboard.allowances.entries()) {
      const place = this.nameOf(one.rule, one.at, one.at?.path ?? []);
      if (!this.byPlace.has(place)) this.byPlace.set(place, index);
    }
  }

  /** What was told, as far as nothing allows it: left out, or a warning in the place of an error. */
  weigh({ diagnostic, origin }: Told): readonly Diagnostic[] {
    const allowance = this.covering(diagnostic.code, origin);
    if (allowance === undefined) return [diagnostic];
    this.used.add(allowance);
    if (allowance.to === "off") return [];
    return [diagnostic.severity === "error" ? { ...diagnostic, severity: "warning" } : diagnostic];
  }

  /** The first that covers a place: it stands there, on something around it, or covers everything. */
  private covering(rule: string, origin: Origin): Allowance | undefined {
    if (this.byPlace.size === 0) return undefined;
    const { path } = origin;
    const names = path.map((_, index) => this.nameOf(rule, origin, path.slice(0, index + 1)));
    const found = [this.nameOf(rule, undefined, []), this.nameOf(rule, origin, []), ...names].flatMap(
      (name) => this.byPlace.get(name) ?? [],
    );
    return found.length === 0 ? undefined : this.world.dashboard.allowances[Math.min(...found)];
  }

  private nameOf(rule: string, place: Origin | undefined, path: Path): string {
    return JSON.stringify([rule, place && this.files.get(place.source), path]);
  }

  /** Those that allow nothing, or something that is not there. */
  check(guesses: Guesses): readonly Diagnostic[] {
    const codes = new Map<string, Rule>(this.rules.map((rule) => [rule.code, rule]));
    const keys = new KeySets();
    const isUnanswered = unanswered(this.world);
    return this.world.dashboard.allowances.flatMap((allowance): Diagnostic[] => {
      const span = spanAt(at(allowance.origin, "rule"));
      const rule = codes.get(allowance.rule);
      if (rule === undefined) {
        // Near numbers are no near meaning: another code is never offered.
        const help =
          allowance.rule < "FT300"
            ? "what the language itself needs always holds; rules begin at `FT300`"
            : "`fluxtilt explain` lists all codes";
        const message = `there is no rule \`${allowance.rule}\` that could be switched off`;
        return [report(unknownAllowance, message, { span, help })];
      }
      const lost = lostStep(allowance, keys);
      if (lost !== undefined) {
        const { name, known } = lost;
        const message = `\`${name}\` is not there, so \`${allowance.rule}\` is switched off nowhere`;
        return [
          report(unknownPlace, message, {
            span: spanAt(at(allowance.origin, "at")),
            help: guesses.didYouMean(name, known) ?? "a place outside of this file has an `allow` of its own",
          }),
        ];
      }
      if (this.used.has(allowance) || isUnanswered(rule)) return [];
      const message = `\`${allowance.rule}\` says nothing here`;
      return [report(unusedAllowance, message, { span, help: "take the entry out" })];
    });
  }
}

/** Whether a rule may have said nothing only because too little is known. */
function unanswered({ isPartial, reality, charts }: World): (rule: Rule) => boolean {
  const isRootKnown = reality?.unresolved.every((one) => one.kind !== "root");
  // Repository and cluster differ in what they can tell.
  const isOther = isRootKnown !== true || reality?.source === "cluster";
  return ({ asks }) =>
    isPartial === true || (asks === "reality" && isOther) || (asks === "helm" && charts === undefined);
}

/** The first step of an allowance's place that leads nowhere, with what stands beside it. */
function lostStep(
  { at: place }: Allowance,
  keys: KeySets,
): { name: string; known: ReadonlySet<string> } | undefined {
  if (place === undefined) return undefined;
  const { source, path } = place;
  for (const [index, step] of path.entries()) {
    const known = keys.at(source, path.slice(0, index));
    if (typeof step === "string" && !known.has(step)) return { name: step, known };
  }
  return undefined;
}
