import type { DataObject, RealObject, Reality, Unresolved } from "../model.ts";
import { rememberSource } from "../flux/sources.ts";
import type { Sources } from "../flux/sources.ts";
import { hostsOf } from "../flux/routes.ts";
import { podFacts, runsPods, serviceFacts } from "../pods.ts";
import type { Mapping } from "../value.ts";
import type { DataName } from "./data-names.ts";
import type { Everything } from "./everything.ts";
import { readKustomization, readLiveRelease } from "./flux-objects.ts";
import { goesElsewhere, idOf, isHelmRelease, isKustomization, type ObjectId } from "./inventory.ts";
import { createOwners, helmReleases } from "./owners.ts";
import { unlistedKinds } from "./resources.ts";

/** What was read of a cluster. */
export interface Parts extends Everything {
  /** Every object that is known, what made the listed ones included; by `idKey`. */
  readonly known: ReadonlyMap<string, Mapping>;
  /** Keys of Secrets by `namespace/name`. */
  readonly keys: ReadonlyMap<string, readonly string[]>;
}

/** Makes the Reality of a cluster. */
export function assemble({ objects: listed, data: names, notes, known, keys }: Parts): Reality {
  const sources: Sources = new Map();
  for (const object of listed) rememberSource(sources, object);
  const seesFlux = notes.every(
    ({ kinds }) => kinds?.some((kind) => kind === "Kustomization" || kind === "HelmRelease") !== true,
  );
  const ownership = createOwners({ listed, known, releases: helmReleases(listed), seesFlux });
  const realObject = (id: ObjectId, content: Mapping | undefined): RealObject => {
    const { owner, madeBy, chain } = ownership(id, content);
    return {
      ...id,
      provenance: { file: undefined, line: undefined, chain },
      owner,
      madeBy,
      confidence: "live",
      content,
    };
  };
  const objects = listed.map((object) => realObject(idOf(object), object));
  const views = objects.flatMap((one) =>
    one.content === undefined ? [] : [{ ...one, content: one.content }],
  );
  const flux = views.filter(({ content }) => isKustomization(content) || isHelmRelease(content));
  return {
    source: "cluster",
    root: undefined,
    objects,
    workloads: views
      .filter(({ group, kind }) => runsPods(group, kind))
      .map((one) => ({ ...one, ...podFacts(one.kind, one.content) })),
    services: views
      .filter(({ group, kind }) => group === "" && kind === "Service")
      .map((one) => ({ ...one, ...serviceFacts(one.content) })),
    hosts: objects.flatMap(hostsOf),
    data: withRead(names, keys).map((name): DataObject => ({
      ...realObject({ ...name, group: "" }, undefined),
      keys: name.kind === "Secret" ? keys.get(`${name.namespace}/${name.name}`) : undefined,
    })),
    kustomizations: flux.filter(({ content }) => isKustomization(content)).map(readKustomization),
    releases: flux
      .filter(({ content }) => isHelmRelease(content))
      .map((one) => readLiveRelease(one, sources)),
    unresolved: [...notes, unlisted, ...elsewhere(flux)],
    parsedFiles: 0,
  };
}

/** The names, with those of Secrets that may be read one by one, but not listed. */
function withRead(
  names: readonly DataName[],
  keys: ReadonlyMap<string, readonly string[]>,
): readonly DataName[] {
  const listed = new Set(
    names.flatMap((one) => (one.kind === "Secret" ? [`${one.namespace}/${one.name}`] : [])),
  );
  const others = [...keys.keys()].filter((key) => !listed.has(key));
  return [
    ...names,
    ...others.map((key): DataName => {
      const [namespace = "", name = ""] = key.split("/");
      return { kind: "Secret", namespace, name };
    }),
  ];
}

const unlisted: Unresolved = {
  kind: "unlisted",
  message: "Pods and ReplicaSets come and go, and are not listed",
  file: undefined,
  line: undefined,
  owner: undefined,
  hides: "anywhere",
  kinds: unlistedKinds,
};

/** Flux objects that apply to another cluster: what they make is not here, and is not missing. */
function elsewhere(flux: readonly RealObject[]): readonly Unresolved[] {
  return flux
    .filter(({ content }) => content !== undefined && goesElsewhere(content))
    .map(({ kind, namespace, name }) => ({
      kind: "remote-cluster",
      message: `${kind} \`${namespace}/${name}\` goes to another cluster`,
      file: undefined,
      line: undefined,
      owner: { kind: kind === "HelmRelease" ? "HelmRelease" : "Kustomization", namespace, name },
      hides: [],
    }));
}
