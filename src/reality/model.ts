import type { Mapping } from "./value.ts";

/**
 * How far a statement can be trusted: `exact` is what the repository renders; `rule` follows a naming
 * rule that is the same in every version of its chart; `likely` depends on what cannot be seen; `live`
 * was there when the cluster was asked.
 */
export type Confidence = "exact" | "rule" | "likely" | "live";

export interface ObjectName {
  readonly namespace: string;
  readonly name: string;
}

/** The Flux object that applies another one. */
export interface Owner extends ObjectName {
  readonly kind: "Kustomization" | "HelmRelease";
}

/** An object that made another one, as its owner references say: a custom resource, a CronJob. Or a ResourceSet. */
export interface Maker extends ObjectName {
  readonly kind: string;
  readonly group: string;
}

/** Where an object comes from. */
export interface Provenance {
  /**
   * Relative to the repository's top; the file of the resource, or of what makes it. Undefined where only
   * the cluster was asked.
   */
  readonly file: string | undefined;
  /** From 1; where the object begins. */
  readonly line: number | undefined;
  /** The Flux Kustomizations on the way, the root first. */
  readonly chain: readonly ObjectName[];
}

/** What every object of the cluster has, whatever its kind. */
export interface RealObject {
  readonly kind: string;
  readonly group: string;
  /** `""` for cluster-wide kinds; `default` where a namespaced object names none. */
  readonly namespace: string;
  readonly name: string;
  readonly provenance: Provenance;
  /** Of what an operator makes, that of the object which it makes it from. Undefined where Flux has none. */
  readonly owner: Owner | undefined;
  /** Who made it in the cluster, the nearest first: a controller applied it, not Flux. Git never says. */
  readonly madeBy?: readonly Maker[] | undefined;
  readonly confidence: Confidence;
  /** The object as it would be applied; undefined when only its name is known. Do not change it. */
  readonly content: Mapping | undefined;
}

export interface ContainerPort {
  readonly number: number;
  readonly name: string | undefined;
  readonly protocol: string;
}

export interface Container {
  readonly name: string;
  readonly init: boolean;
  readonly ports: readonly ContainerPort[];
}

/** A Deployment, StatefulSet, DaemonSet, ReplicaSet, Job, CronJob, ReplicationController or Pod. */
export interface Workload extends RealObject {
  /** What git says; undefined where it says nothing or the kind has none. An autoscaler may change it. */
  readonly replicas: number | undefined;
  /** `spec.suspend` of a Job or CronJob. */
  readonly suspended: boolean;
  /** Undefined when only the workload's name is known. */
  readonly containers: readonly Container[] | undefined;
  /** Labels of its pods. */
  readonly podLabels: Readonly<Record<string, string>>;
}

export interface ServicePort {
  readonly number: number;
  readonly name: string | undefined;
  /** Number or name of a container's port. */
  readonly target: number | string;
}

export interface Service extends RealObject {
  /** Undefined when only the Service's name is known. */
  readonly ports: readonly ServicePort[] | undefined;
  readonly selector: Readonly<Record<string, string>>;
}

/** A host name that something routes to a Service; `*.example.org` stands for all below. */
export interface Host {
  readonly host: string;
  /** The Ingress, IngressRoute or HTTPRoute. */
  readonly route: RealObject;
}

/** A ConfigMap or a Secret, also one that an operator makes from an object in git. */
export interface DataObject extends RealObject {
  /** Undefined when the keys cannot be known. */
  readonly keys: readonly string[] | undefined;
}

/** A Flux Kustomization of this cluster. */
export interface FluxKustomization extends ObjectName {
  readonly provenance: Provenance;
  readonly suspended: boolean;
  /** The folder that it builds, from the repository's top; undefined when that is elsewhere. */
  readonly folder: string | undefined;
  /**
   * `built`; `external`: another source; `missing`: no such folder; `unknown`: its path holds a variable
   * that is not known; `remote`: another cluster's.
   */
  readonly state: "built" | "external" | "missing" | "unknown" | "remote";
  /** `spec` as rendered by what applies it. Do not change it. */
  readonly spec: Mapping;
  /** The values of `spec.postBuild`, with those of its sources; undefined for what cannot be known. */
  readonly substitutions: ReadonlyMap<string, string | undefined>;
}

/** The chart of a HelmRelease. */
export interface Chart {
  /** The last part of its address where it has one: `app-template`. */
  readonly name: string;
  readonly version: string | undefined;
  /** Address of a Helm or OCI repository. */
  readonly url: string | undefined;
  /** The chart's folder in this repository, when it is in it. */
  readonly folder: string | undefined;
  /** Files of its source that take the place of its own `values.yaml`. */
  readonly valuesFiles: readonly string[];
}

export interface HelmRelease extends ObjectName {
  readonly object: RealObject;
  readonly suspended: boolean;
  /** The name that Helm knows. */
  readonly releaseName: string;
  readonly releaseNamespace: string;
  readonly chart: Chart | undefined;
  /** `spec.values` over all that `valuesFrom` brings. Do not change it. */
  readonly values: Mapping;
  /** True when `valuesFrom` holds nothing that could not be read here. */
  readonly valuesComplete: boolean;
  readonly hasValuesFrom: boolean;
  readonly hasPostRenderers: boolean;
  /** How its workloads are known: as helm renders them, by a rule, some by a table, not at all, or by looking. */
  readonly workloads: "exact" | "rule" | "likely" | "unknown" | "live";
}

export type UnresolvedKind =
  | "root"
  | "broken"
  | "remote-base"
  | "unsupported"
  | "external-source"
  | "remote-cluster"
  | "missing-path"
  | "missing-substitute"
  | "encrypted"
  | "resource-set"
  | "chart"
  | "values"
  | "forbidden"
  | "unread"
  | "unlisted";

/** Something that the repository alone, or the cluster, does not tell, and what it could hide. */
export interface Unresolved {
  readonly kind: UnresolvedKind;
  /** Stands alone: lower case, no full stop, code in backticks. */
  readonly message: string;
  /** Of what Flux could not build: what is wrong, without who it is wrong for. */
  readonly cause?: string | undefined;
  /** True where Flux may well build it, and it is only too much to be followed here. */
  readonly isLimit?: boolean | undefined;
  readonly file: string | undefined;
  readonly line: number | undefined;
  /** The Flux object in question. */
  readonly owner: Owner | undefined;
  /**
   * Namespaces in which objects could exist that are not seen here; empty when none can. A `*` stands for any
   * text, `""` for what lives outside of namespaces.
   */
  readonly hides: readonly string[] | "anywhere";
  /** Namespaces that were seen all the same, where it hides "anywhere" else. */
  readonly except?: readonly string[] | undefined;
  /** The only kinds that it could hide, as Kubernetes spells them; any kind where left out. */
  readonly kinds?: readonly string[] | undefined;
  /** True for a file that another project publishes for everybody: it names nothing of this cluster. */
  readonly isPublished?: boolean | undefined;
}

/** Where Flux begins in a repository; each root is a cluster of its own. */
export interface Root extends ObjectName {
  /** The folder that it builds, from the repository's top. */
  readonly path: string;
  /** The folder that is the top of the Flux source: `""`, unless an artifact is made of a part. */
  readonly base: string;
  /** The source object, as `GitRepository namespace/name`; undefined for one with the root's own name. */
  readonly source: string | undefined;
  /** Address of the source, where it is known. */
  readonly url: string | undefined;
  /** Where it is said; undefined when the caller said it. */
  readonly file: string | undefined;
  readonly line: number | undefined;
}

/** What is there, as far as it can be seen: from a Flux repository, or a live cluster. */
export interface Reality {
  readonly source: "repository" | "cluster";
  readonly root: Root | undefined;
  readonly objects: readonly RealObject[];
  readonly workloads: readonly Workload[];
  readonly services: readonly Service[];
  readonly hosts: readonly Host[];
  readonly data: readonly DataObject[];
  readonly kustomizations: readonly FluxKustomization[];
  readonly releases: readonly HelmRelease[];
  readonly unresolved: readonly Unresolved[];
  /** How many files were parsed. */
  readonly parsedFiles: number;
}
