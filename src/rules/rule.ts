import type { Dashboard, FileUse, ManifestSet } from "../dashboard/model.ts";
import type { Diagnostic, Severity } from "../diagnostics/diagnostic.ts";
import { report, type Kind, type Telling } from "../diagnostics/kind.ts";
import { Guesses } from "../diagnostics/nearest.ts";
import type { Reality } from "../reality/model.ts";
import type { Mapping } from "../reality/value.ts";
import { spanAt, type Origin } from "../source/origin.ts";
import type { CheckedRelease } from "./helm/checked-release.ts";

/** What is at a path of the repository; undefined where nothing is. */
export type Found = "file" | "folder" | undefined;

/** Where a path ends that leads nowhere: the names beside its first step that is not there. */
export interface LostStep {
  /** The last folder on the way; `.` is the inventory's. */
  readonly folder: string;
  readonly name: string;
  readonly beside: readonly string[];
}

/** What a rule looks at: the dashboard, and of the world what was looked up for it before. */
export interface World {
  readonly dashboard: Dashboard;
  /** True when parts of the inventory could not be resolved: what is not there may only be missing. */
  readonly isPartial?: boolean | undefined;
  /** Answers for every path in `dashboard.files`; undefined where the repository was not looked at. */
  readonly found?: ((use: FileUse) => Found) | undefined;
  /** How far the way to a path leads where nothing is at its end. */
  readonly lost?: ((use: FileUse) => LostStep | undefined) | undefined;
  /** Whether git ignores the file of variables; undefined where that cannot be known. */
  readonly isEnvIgnored?: boolean | undefined;
  /** Whether a file may be executed; undefined where the system does not tell. */
  readonly isRunnable?: ((use: FileUse) => boolean) | undefined;
  /** Whether the file of an icon holds what Tilt looks for in it. */
  readonly isSvg?: ((use: FileUse) => boolean) | undefined;
  /** What is there; undefined where nobody asked, and then no rule about it says anything. */
  readonly reality?: Reality | undefined;
  /** The inventory's folder, seen from the top of the repository that `reality` shows; `""` is the top. */
  readonly folder?: string | undefined;
  /** What each set of manifests holds. */
  readonly rendered?: ((set: ManifestSet) => RenderedSet | undefined) | undefined;
  /** What helm says of the releases whose charts are here; undefined where it was not asked. */
  readonly charts?: readonly CheckedRelease[] | undefined;
}

/** What the files of a set of manifests, or its kustomization, hold. */
export interface RenderedSet {
  /** False where the folder of a kustomization has no file for it. */
  readonly hasKustomization: boolean;
  readonly objects: readonly Mapping[];
  /** Why it cannot be rendered; undefined where it can, as far as it can be seen. */
  readonly broken: string | undefined;
  /** True where some of it comes from elsewhere and was not seen. */
  readonly isPartial: boolean;
}

/**
 * Reports a problem at the place where something was written. A `span` is another place, outside of the
 * inventory: `origin` then only says which `allow` covers it.
 */
export type Tell = (
  origin: Origin,
  message: string,
  details?: Telling & {
    /** Where this one weighs less than its kind. */
    readonly severity?: Exclude<Severity, "error"> | undefined;
  },
) => void;

/** Something that must hold of every inventory. Adding one is a file and a row in the catalogue. */
export interface Rule extends Kind {
  /** Says nothing in a world without it. */
  readonly asks?: "reality" | "helm";
  readonly check: (world: World, tell: Tell) => void;
}

export interface Told {
  readonly diagnostic: Diagnostic;
  readonly origin: Origin;
}

/** Runs one rule. */
export function runRule(rule: Rule, world: World, guesses = new Guesses()): Told[] {
  const told: Told[] = [];
  rule.check(world, (origin, message, { target, severity, near, ...details } = {}) => {
    const span = spanAt(origin, target ?? "value");
    const help = guesses.make(near) ?? details.help;
    const diagnostic = report(rule, message, { span, ...details, help });
    told.push({ origin, diagnostic: severity === undefined ? diagnostic : { ...diagnostic, severity } });
  });
  return told;
}
