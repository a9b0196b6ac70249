import type { Dashboard, FileUse } from "../dashboard/model.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { report, type Details, type Kind } from "../diagnostics/kind.ts";
import { spanAt, type Origin } from "../source/origin.ts";

/** What is at a path of the repository; undefined where nothing is. */
export type Found = "file" | "folder" | undefined;

/** What a rule looks at: the dashboard, and of the world what was looked up for it before. */
export interface World {
  readonly dashboard: Dashboard;
  /** Answers for every path in `dashboard.files`; undefined where the repository was not looked at. */
  readonly found?: ((use: FileUse) => Found) | undefined;
}

/** Reports a problem at the place where something was written. */
export type Tell = (
  origin: Origin,
  message: string,
  details?: Details & { readonly target?: "key" | "value" },
) => void;

/** Something that must hold of every inventory. Adding one is a file and a row in the catalogue. */
export interface Rule extends Kind {
  readonly check: (world: World, tell: Tell) => void;
}

export interface Told {
  readonly diagnostic: Diagnostic;
  readonly origin: Origin;
}

/** Runs one rule. */
export function runRule(rule: Rule, world: World): Told[] {
  const told: Told[] = [];
  rule.check(world, (origin, message, { target, ...details } = {}) => {
    const span = spanAt(origin, target ?? "value");
    told.push({ origin, diagnostic: report(rule, message, { span, ...details }) });
  });
  return told;
}
