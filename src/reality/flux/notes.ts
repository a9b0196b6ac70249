import { textAt } from "../value.ts";
import type { Mapping } from "../value.ts";
import type { Owner, Unresolved, UnresolvedKind } from "../model.ts";
import { isOfFlux, isPublished, kindsAt, kindsIn, kindsOfFlux } from "./foreign.ts";
import type { BuildNote } from "./kustomize/build-notes.ts";

interface Place {
  readonly file: string;
  readonly line: number;
}

/** Makes the words for what a Kustomization leaves open. */
export interface Notes {
  fromBuild(note: BuildNote): Unresolved;
  broken(message: string, at: Place): Unresolved;
  tooMuch(message: string): Unresolved;
  remoteCluster(): Unresolved;
  externalSource(source: Mapping | undefined): Unresolved;
  missingPath(folder: string): Unresolved;
  unknownPath(folder: string): Unresolved;
  missingSubstitute(source: string): Unresolved;
  unknownVariables(names: readonly string[]): Unresolved;
}

const kinds: Readonly<Record<BuildNote["kind"], UnresolvedKind>> = {
  remote: "remote-base",
  broken: "broken",
  unsupported: "unsupported",
};

/** The notes of one Kustomization; `at` is where its object was written, `home` the repository's address. */
export function notesOf(owner: Owner, spec: Mapping, at: Place, home: string | undefined): Notes {
  const called = `Kustomization \`${owner.namespace}/${owner.name}\``;
  const target = textAt(spec, "targetNamespace");
  const everything = target === undefined ? ("anywhere" as const) : [target];
  const make = (
    kind: UnresolvedKind,
    message: string,
    hides: Unresolved["hides"],
    place: Partial<Place> = at,
  ): Unresolved => ({ kind, message, file: place.file, line: place.line, owner, hides });
  const because = (cause: string, note: Unresolved): Unresolved =>
    note.kind === "broken" ? { ...note, cause } : note;
  return {
    fromBuild: ({ kind, message, isLimit, file, line, namespace, address }) => ({
      ...because(
        message,
        make(kinds[kind], `${called}: ${message}`, namespace === undefined ? everything : [namespace], {
          file,
          line,
        }),
      ),
      ...(isLimit === true && { isLimit }),
      ...(address !== undefined && {
        kinds: kindsAt(address, home),
        isPublished: isPublished(address, home),
      }),
    }),
    broken: (message, place) => because(message, make("broken", `${called}: ${message}`, everything, place)),
    // Of all together, it has no place of its own.
    tooMuch: (message) => ({
      ...because(message, make("broken", `${called}: ${message}`, everything, {})),
      isLimit: true,
    }),
    // Its objects are in another cluster, so nothing of this one is hidden.
    remoteCluster: () => make("remote-cluster", `${called} applies to another cluster`, []),
    externalSource: (source) => ({
      ...make(
        "external-source",
        `${called} builds from another source`,
        isOfFlux(source) ? ["flux-system"] : everything,
      ),
      kinds: isOfFlux(source) ? kindsOfFlux : kindsIn(source, textAt(spec, "path") ?? "", home),
    }),
    missingPath: (folder) => make("missing-path", `${called} builds \`${folder}\`, which is not there`, []),
    unknownPath: (folder) =>
      make(
        "missing-substitute",
        `${called} builds \`${folder}\`, whose variables are not in the repository`,
        everything,
      ),
    missingSubstitute: (source) =>
      make(
        "missing-substitute",
        `${called} substitutes from \`${source}\`, which is not in the repository`,
        [],
      ),
    unknownVariables: (names) =>
      make("missing-substitute", `${called}: the values of ${list(names)} are not in the repository`, []),
  };
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, 5).map((name) => `\`${name}\``);
  return names.length > 5 ? `${shown.join(", ")} and ${names.length - 5} more` : shown.join(", ");
}
