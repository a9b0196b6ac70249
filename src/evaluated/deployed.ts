import { parseAllDocuments } from "yaml";
import type { TiltfileResult } from "./seen.ts";

/** An object that Tilt applies and deletes itself. */
export interface DeployedObject {
  readonly kind: string;
  /** `""` where it names none. */
  readonly namespace: string;
  readonly name: string;
  /** As Tilt holds it: with the empty fields that it adds. */
  readonly content: Content;
}

export type Content = Readonly<Record<string, unknown>>;

/** What each resource of a load applies itself, by the resource's full name. */
export function deployedObjects({
  Manifests,
}: TiltfileResult): ReadonlyMap<string, readonly DeployedObject[]> {
  return new Map(
    (Manifests ?? []).flatMap(({ Name, DeployTarget: { yaml } }) =>
      yaml === undefined ? [] : [[Name, objectsIn(yaml)] as const],
    ),
  );
}

function objectsIn(yaml: string): readonly DeployedObject[] {
  return parseAllDocuments(yaml).flatMap((document) => asObject(document.toJS() as unknown) ?? []);
}

/** What a document of a manifest is; undefined for an empty one and for what is no object of Kubernetes. */
export function asObject(document: unknown): DeployedObject | undefined {
  if (typeof document !== "object" || document === null) return undefined;
  const content = document as Content;
  const { kind, metadata } = content as {
    readonly kind?: unknown;
    readonly metadata?: { readonly name?: unknown; readonly namespace?: unknown } | null;
  };
  if (typeof kind !== "string" || typeof metadata?.name !== "string") return undefined;
  return {
    kind,
    name: metadata.name,
    namespace: typeof metadata.namespace === "string" ? metadata.namespace : "",
    content,
  };
}
