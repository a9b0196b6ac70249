import type { DeployedObject } from "../evaluated/deployed.ts";

/** A folder with a kustomization, or a file of manifests, that the Tiltfile read while it loaded. */
export interface Source {
  readonly kind: "kustomize" | "file";
  readonly path: string;
  readonly objects: readonly DeployedObject[];
}

/** A source of which Tilt deploys every object; one that is copied into several namespaces has several. */
export interface Match {
  readonly source: Source;
  /** The object as it is written, by the one that Tilt deploys. */
  readonly written: ReadonlyMap<DeployedObject, DeployedObject>;
}

/**
 * Finds where deployed objects come from: Tilt tells which files a load read, not what became of them. An
 * object is of the source that has one of its kind and name, in its namespace or in any, since extensions put
 * manifests into another one. A source of which Tilt deploys a part only is none: a set would deploy the rest.
 */
export function matchSources(
  deployed: readonly DeployedObject[],
  sources: readonly Source[],
): readonly Match[] {
  const namespaces = [...new Set(deployed.map(({ namespace }) => namespace))];
  const ranked = sources
    .filter(({ objects }) => objects.length > 0)
    .map((source) => ({ source, fits: fitting(source, deployed) }))
    .sort(
      (a, b) =>
        Number(a.source.kind === "file") - Number(b.source.kind === "file") ||
        b.source.objects.length - a.source.objects.length ||
        b.fits - a.fits,
    );
  const free = new Set(deployed);
  const matches: Match[] = [];
  for (const { source } of ranked)
    for (const namespace of [undefined, ...namespaces]) {
      const written = matchIn(source, namespace, free);
      if (written === undefined) continue;
      for (const one of written.keys()) free.delete(one);
      matches.push({ source, written });
    }
  return matches;
}

/** The objects of a source, as they are or in another namespace; undefined where one is missing. */
function matchIn(
  { objects }: Source,
  namespace: string | undefined,
  free: ReadonlySet<DeployedObject>,
): Match["written"] | undefined {
  const found = new Map<DeployedObject, DeployedObject>();
  for (const written of objects) {
    const one = [...free].find(
      (object) =>
        !found.has(object) &&
        (namespace === undefined ? isSame(written, object) : isCopy(written, object, namespace)),
    );
    if (one !== undefined) found.set(one, written);
    // A private copy has the namespace that it is put into.
    else if (written.kind !== "Namespace") return undefined;
  }
  return found.size === 0 ? undefined : found;
}

function isSame(written: DeployedObject, deployed: DeployedObject): boolean {
  return (
    written.kind === deployed.kind &&
    written.name === deployed.name &&
    written.namespace === deployed.namespace
  );
}

/** What lives outside of namespaces has another name in a copy (templates/lib/isolate.star). */
function isCopy(written: DeployedObject, deployed: DeployedObject, namespace: string): boolean {
  const { kind, name } = deployed;
  if (kind !== written.kind || kind === "Namespace") return false;
  return deployed.namespace === namespace
    ? name === written.name
    : deployed.namespace === "" && isRenamed(kind) && name === `${namespace}-${written.name}`;
}

/** Kinds of the whole cluster that a private copy has under another name. */
export function isRenamed(kind: string): boolean {
  return kind === "ClusterRole" || kind === "ClusterRoleBinding";
}

/** How many of its objects Tilt deploys word for word: an overlay has the same names as its base. */
function fitting({ objects }: Source, deployed: readonly DeployedObject[]): number {
  return objects.filter((written) =>
    deployed.some((one) => isSame(written, one) && isWithin(written.content, one.content)),
  ).length;
}

/** Tilt adds empty fields, and drops those that are empty. */
function isWithin(part: unknown, whole: unknown): boolean {
  if (typeof part !== "object" || part === null) return part === null || part === whole;
  const inner = typeof whole === "object" && whole !== null ? (whole as Record<string, unknown>) : {};
  return Object.entries(part).every(([key, value]) => isWithin(value, inner[key]));
}
