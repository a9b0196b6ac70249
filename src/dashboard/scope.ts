import { posix } from "node:path";
import type { FluxObject } from "../actions/action.ts";
import type { Diagnostic, Span } from "../diagnostics/diagnostic.ts";
import { report, type Kind, type Telling } from "../diagnostics/kind.ts";
import type { Guesses } from "../diagnostics/nearest.ts";
import type { buttonSet, WrittenButton } from "../inventory/schema/button.ts";
import type { FragmentFile, RootFile } from "../inventory/file.ts";
import { spanAt, type Origin } from "../source/origin.ts";
import * as kinds from "./kinds.ts";
import type { FileUse } from "./model.ts";
import type { NameIndex } from "./name-index.ts";
import type * as z from "zod";

/** A button with the place where it was written, which for one of a set is the set. */
export interface Placed {
  readonly key: string;
  readonly written: WrittenButton;
  readonly origin: Origin;
  readonly scope: FileScope;
  readonly fromSet?: true;
}

/** A button of a set with its parameters filled in, as it stands on each entry; or what the schema says of it. */
export type FilledButton = Placed | { readonly origin: Origin; readonly error: z.ZodError };

export interface DeclaredSet {
  readonly set: z.output<typeof buttonSet>;
  /** Its buttons by the parameters that were filled in: most entries give the same, or none. */
  readonly filled: Map<string, readonly FilledButton[]>;
  readonly file: RootFile | FragmentFile;
  readonly origin: Origin;
}

/** What resolving needs beside the entry itself; it gathers what was found on the way. */
export interface Resolution {
  readonly domain: string | undefined;
  readonly fluxNamespace: string;
  readonly sets: ReadonlyMap<string, DeclaredSet>;
  /** Names of the sets that some entry takes over. */
  readonly usedSets: Set<string>;
  readonly guesses: Guesses;
  readonly images: ReadonlySet<string>;
  readonly names: NameIndex;
  readonly diagnostics: Diagnostic[];
  readonly files: FileUse[];
}

/** The file that something is resolved in. */
export interface FileScope {
  readonly resolution: Resolution;
  readonly file: RootFile | FragmentFile;
}

/** The place that an entry is resolved in. */
export interface Scope extends FileScope {
  /** Tiltfile that holds what is declared here. */
  readonly tiltfile: string;
  /** Identity of the group in {@link NameIndex}; undefined outside of groups. */
  readonly group: string | undefined;
  readonly namespace: string | undefined;
  readonly labels: readonly string[];
  readonly prefix: string;
  readonly owner: FluxObject | undefined;
}

/** Reports a problem at the place where something was written. */
export function tell(
  scope: Pick<FileScope, "resolution">,
  kind: Kind,
  origin: Origin,
  message: string,
  { target, near, ...details }: Telling = {},
): void {
  const { diagnostics, guesses } = scope.resolution;
  const help = guesses.make(near) ?? details.help;
  diagnostics.push(report(kind, message, { span: spanAt(origin, target ?? "value"), ...details, help }));
}

/** More places than these say nothing new. */
const mostRelated = 3;

/** Reports a problem that may be found for several users of one text: once, with the first of them. */
export function tellOf(scope: Pick<FileScope, "resolution">, diagnostic: Diagnostic): void {
  const { diagnostics } = scope.resolution;
  const { code, message, span, related = [] } = diagnostic;
  const index = diagnostics.findIndex(
    (one) =>
      one.code === code &&
      one.message === message &&
      one.span?.file === span?.file &&
      one.span?.start.offset === span?.start.offset,
  );
  const before = diagnostics[index];
  if (before === undefined) {
    diagnostics.push(diagnostic);
    return;
  }
  const known = before.related ?? [];
  const others = related.filter((one) => !known.some((other) => isSame(one.span, other.span)));
  diagnostics[index] = { ...before, related: [...known, ...others].slice(0, mostRelated) };
}

function isSame(one: Span, other: Span): boolean {
  return one.file === other.file && one.start.offset === other.start.offset;
}

/**
 * A path as written in an inventory file, relative to the root's folder. One that leads out of the
 * repository is told, and answers the root.
 */
export function resolvePath(scope: FileScope, written: string, origin: Origin): string {
  return insidePath(scope, written, origin) ?? ".";
}

/** {@link resolvePath}, undefined for a path that leads out of the repository. */
export function insidePath(scope: FileScope, written: string, origin: Origin): string | undefined {
  const joined = posix.normalize(posix.join(scope.file.folder, written)).replace(/(.)\/$/, "$1");
  if (joined !== ".." && !joined.startsWith("../")) return joined;
  tell(scope, kinds.pathLeavesRepository, origin, `\`${written}\` leads out of the repository`);
  return undefined;
}

/** {@link resolvePath}, and the file or folder must be there. */
export function usePath(
  scope: FileScope,
  written: string,
  origin: Origin,
  role: string,
  kind: FileUse["kind"] = "any",
): string {
  const path = insidePath(scope, written, origin);
  if (path !== undefined) scope.resolution.files.push({ path, kind, role, origin });
  return path ?? ".";
}

/** One label or several, as written, or the scope's. */
export function labelsOf(scope: Scope, written: string | readonly string[] | undefined): readonly string[] {
  if (written === undefined) return scope.labels;
  return typeof written === "string" ? [written] : [...new Set(written)];
}

/**
 * What `resolve` makes of each value, without those that it told something of. `flatMap` leaves room for sixteen
 * more in each list, and nearly all lists of an inventory have one entry.
 */
export function resolved<Written, Value extends object>(
  written: readonly Written[],
  resolve: (one: Written, index: number) => Value | undefined,
): readonly Value[] {
  const values = written.map(resolve);
  return values.every((one) => one !== undefined) ? values : values.filter((one) => one !== undefined);
}
