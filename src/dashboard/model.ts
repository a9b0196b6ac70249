import type { FluxObject, Question, Word } from "../actions/action.ts";
import type { CompiledAction } from "../actions/index.ts";
import type { Target } from "../grammar/kubernetes.ts";
import type { Permission } from "../grammar/rbac.ts";
import type { Forward, ServiceForward } from "../grammar/port.ts";
import type { PolicyRule } from "../mcp/server.ts";
import type { Origin } from "../source/origin.ts";
import type { EnvFile, TiltSettings } from "./configuration.ts";
import type { Access } from "./applied.ts";
import type { McpServers } from "./mcp-servers.ts";
import type { SourceFile } from "../source/source.ts";

/**
 * What a person wants, resolved: every name whole, every default filled in, every reference followed,
 * every path relative to the root inventory's folder. Immutable; each part knows where it was written.
 */
export interface Dashboard {
  readonly cluster: Cluster;
  readonly tilt: TiltSettings;
  readonly env: EnvFile | undefined;
  /** The Tiltfiles to generate, the root first, then in the order in which the inventory names them. */
  readonly tiltfiles: readonly Tiltfile[];
  /** Hand-written Tiltfiles to include. */
  readonly includes: readonly FileUse[];
  readonly images: readonly Image[];
  /** The MCP servers of the cluster; undefined where the inventory names none. */
  readonly mcp: McpServers | undefined;
  /** The dashboard's own account; undefined where it works with the person's. */
  readonly access: Access | undefined;
  /** Inventory files, the root first. */
  readonly inventoryFiles: readonly string[];
  /** The same, as they were written. */
  readonly sources: readonly SourceFile[];
  readonly fragments: readonly string[];
  readonly allowances: readonly Allowance[];
  /** Patterns of workloads that belong on no dashboard. */
  readonly ignored: readonly Located<{ readonly pattern: string }>[];
  /** Every file and folder of the repository that something names. */
  readonly files: readonly FileUse[];
}

export interface Cluster {
  readonly name: string;
  readonly contexts: readonly string[];
  readonly domain: string | undefined;
  readonly flux: FluxRoot;
  readonly origin: Origin;
}

/** Where Flux begins. */
export interface FluxRoot {
  readonly root: string;
  readonly path: string | undefined;
  /** The inventory's folder, from the top of what Flux fetches, which is where Flux counts from. */
  readonly folder: string;
}

/** One generated Tiltfile. */
export interface Tiltfile {
  readonly path: string;
  readonly sections: readonly Section[];
}

/** What stands together in a Tiltfile: a group, or what an inventory file says outside of groups. */
export interface Section {
  readonly title: string;
  readonly description: string | undefined;
  readonly navButtons: readonly Button[];
  readonly resources: readonly Resource[];
  readonly origin: Origin;
}

export type Resource = Attach | Release | ManifestSet | Task | BootstrapSecret;

interface Named {
  /** Full name in Tilt. */
  readonly name: string;
  /** Where the entry was written. */
  readonly origin: Origin;
  readonly description: string | undefined;
  readonly labels: readonly string[];
  /** Path of the Tiltfile that holds it. */
  readonly tiltfile: string;
}

interface Shown extends Named {
  readonly links: readonly Link[];
  readonly dependsOn: readonly Dependency[];
  readonly buttons: readonly Button[];
}

interface InCluster extends Shown {
  readonly forwards: readonly Located<Forward>[];
  readonly services: readonly Located<NamedService>[];
  readonly autoInit: boolean;
  readonly trigger: "auto" | "manual" | undefined;
  readonly readiness: "wait" | "ignore" | undefined;
}

/** A value with the place where it was written. */
export type Located<T> = T & { readonly origin: Origin };

/** A forward to a Service, which is a resource of its own. */
export interface NamedService extends ServiceForward {
  readonly name: string;
  readonly namespace: string;
}

/** A workload that something else deploys: Tilt watches it. */
export interface Attach extends InCluster {
  readonly kind: "attach";
  readonly target: Target;
  readonly namespace: string | undefined;
  readonly owner: FluxObject | undefined;
  readonly liveUpdate: LiveUpdate | undefined;
}

export interface LiveUpdate {
  readonly image: string | undefined;
  readonly container: string | undefined;
  readonly steps: readonly UpdateStep[];
}

export type UpdateStep =
  | { readonly kind: "fallBackOn"; readonly paths: readonly string[] }
  | { readonly kind: "sync"; readonly from: string; readonly to: string }
  | { readonly kind: "run"; readonly command: string | readonly string[]; readonly when: readonly string[] }
  | { readonly kind: "restart"; readonly when: readonly string[] };

export type Chart =
  | { readonly kind: "folder"; readonly path: string }
  | { readonly kind: "repository"; readonly repository: HelmRepository; readonly name: string }
  | { readonly kind: "oci"; readonly url: string };

export interface HelmRepository {
  /** Name under which Helm knows it, derived from the URL so that it hides none of the user's own. */
  readonly name: string;
  readonly url: string;
}

/** A Helm release: observed while Flux owns it, deployed on demand or, where nobody owns it, always. */
export interface Release extends InCluster {
  readonly kind: "release";
  readonly chart: Chart;
  readonly version: string | undefined;
  readonly values: readonly string[];
  /** Paths in the chart's values, and JSON. */
  readonly set: readonly (readonly [key: string, json: string])[];
  readonly releaseName: string;
  readonly namespace: string;
  readonly owner: FluxObject | undefined;
  readonly observed: readonly Observed[];
  readonly images: readonly ReleaseImage[];
  readonly timeout: string | undefined;
}

export interface Observed {
  readonly name: string;
  readonly target: Target;
  readonly origin: Origin;
}

export interface ReleaseImage {
  readonly ref: string;
  /** One item per place in the chart: one to three value names. */
  readonly keys: readonly (readonly string[])[];
  readonly origin: Origin;
}

/** Manifests of the repository, shown as several resources. */
export interface ManifestSet extends Named {
  readonly kind: "manifests";
  readonly kustomize: string | undefined;
  readonly files: readonly string[];
  readonly owner: FluxObject | undefined;
  /** Namespace of a private copy. */
  readonly isolate: string | undefined;
  readonly hosts: readonly (readonly [from: string, to: string])[];
  readonly images: readonly Located<{ readonly ref: string }>[];
  readonly dependsOn: readonly Dependency[];
  readonly resources: readonly ManifestResource[];
}

export interface ManifestResource extends InCluster {
  readonly target: Target | undefined;
  readonly namespace: string | undefined;
  readonly objects: readonly string[];
  /** The buttons of the private copy: the same, in its namespace. */
  readonly isolatedButtons: readonly Button[];
  readonly isolatedServices: readonly Located<NamedService>[];
}

export interface Task extends Shown {
  readonly kind: "task";
  readonly run: CommandLine | undefined;
  readonly serve: CommandLine | undefined;
  readonly when: "once" | "manual" | "change";
  readonly watch: readonly string[];
  readonly ignore: readonly string[];
  readonly autoInit: boolean;
  readonly parallel: boolean;
  readonly probe: Probe | undefined;
  readonly ports: readonly Located<{ readonly port: number }>[];
}

export interface Probe {
  readonly http?:
    | {
        readonly port: number;
        readonly path: string;
        readonly host?: string | undefined;
        readonly scheme: string;
      }
    | undefined;
  readonly tcp?: { readonly port: number; readonly host?: string | undefined } | undefined;
  readonly exec?: readonly string[] | undefined;
  readonly initialDelaySecs?: number | undefined;
  readonly periodSecs?: number | undefined;
  readonly timeoutSecs?: number | undefined;
  readonly successThreshold?: number | undefined;
  readonly failureThreshold?: number | undefined;
}

/** A Secret that must exist before anything else can make one; made by hand in Tilt. */
export interface BootstrapSecret extends Named {
  readonly kind: "secret";
  readonly secretName: string;
  readonly namespace: string;
  readonly createNamespace: boolean;
  readonly type: string;
  readonly keys: readonly SecretKey[];
}

export type SecretKey =
  | { readonly key: string; readonly variable: string; readonly origin: Origin }
  | { readonly key: string; readonly file: string; readonly origin: Origin };

export interface CommandLine {
  readonly argv: readonly Word[];
  /** Working directory. */
  readonly dir: string;
  readonly env: readonly (readonly [name: string, value: string])[];
  /** Text of a shell, where a person wrote one. */
  readonly shell: string | undefined;
  /** What must be asked before it runs. */
  readonly questions: readonly Question[];
  readonly action: CompiledAction;
  /** Tells what the API server must allow; undefined where nobody said it. */
  readonly access: (() => readonly Permission[]) | undefined;
  /** What a person wrote of that, as rules of RBAC. */
  readonly needs: readonly PolicyRule[];
  readonly origin: Origin;
}

export interface Button {
  readonly name: string;
  readonly text: string;
  readonly description: string | undefined;
  readonly icon: string | undefined;
  readonly svg: string | undefined;
  readonly command: CommandLine;
  readonly inputs: readonly Input[];
  readonly confirm: boolean;
  readonly disabled: boolean;
  readonly origin: Origin;
}

export type Input = { readonly name: string; readonly label: string; readonly origin: Origin } & (
  | { readonly kind: "text"; readonly default: string; readonly placeholder: string }
  | { readonly kind: "bool"; readonly default: boolean; readonly true: string; readonly false: string }
  | { readonly kind: "choice"; readonly choices: readonly string[] }
  | { readonly kind: "hidden"; readonly value: string }
);

export interface Link {
  readonly url: string;
  readonly name: string | undefined;
  readonly origin: Origin;
}

/** A resource that must be ready first, by full name. */
export interface Dependency {
  readonly name: string;
  /** Tiltfile that declares it. */
  readonly tiltfile: string;
  readonly origin: Origin;
}

export interface Image {
  readonly ref: string;
  readonly description: string | undefined;
  readonly build: "docker" | "kubectl";
  readonly context: string;
  readonly dockerfile: string | undefined;
  readonly target: string | undefined;
  readonly buildArgs: readonly (readonly [name: string, value: string])[];
  readonly only: readonly string[];
  readonly ignore: readonly string[];
  readonly platform: string | undefined;
  readonly entrypoint: readonly string[] | undefined;
  readonly steps: readonly UpdateStep[];
  readonly push: boolean | undefined;
  readonly origin: Origin;
}

/** A rule switched off or down, for a place and what stands below it. */
export interface Allowance {
  readonly rule: string;
  readonly to: "off" | "warning";
  /** Undefined: everywhere. */
  readonly at: Origin | undefined;
  readonly origin: Origin;
}

export interface FileUse {
  readonly path: string;
  readonly kind: "file" | "folder" | "any";
  /** What it is to the inventory: "script", "values file", … */
  readonly role: string;
  readonly origin: Origin;
}
