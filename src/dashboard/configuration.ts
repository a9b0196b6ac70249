import type { Origin } from "../source/origin.ts";

/** What the inventory says of Tilt itself. */
export interface TiltSettings {
  readonly constraint: string;
  readonly extensions: { readonly url: string; readonly ref: string };
  readonly use: readonly ExtensionCall[];
  readonly settings: {
    readonly maxParallelUpdates?: number | undefined;
    readonly k8sUpsertTimeoutSecs?: number | undefined;
    readonly k8sServerSideApply?: string | undefined;
    readonly suppressUnusedImageWarnings?: readonly string[] | undefined;
  };
  readonly ci: {
    readonly timeout?: string | undefined;
    readonly gracePeriod?: string | undefined;
    readonly readinessTimeout?: string | undefined;
  };
  readonly defaultRegistry:
    | {
        readonly host: string;
        readonly hostFromCluster?: string | undefined;
        readonly singleName?: string | undefined;
      }
    | undefined;
  readonly triggerMode: "auto" | "manual" | undefined;
  readonly watchFiles: readonly string[];
  readonly watchIgnore: readonly string[];
  readonly args: readonly Argument[];
  /** The beginning of an argv that calls fluxtilt, run in the inventory's folder. */
  readonly fluxtilt: readonly string[];
  readonly regenerate: readonly string[] | undefined;
  readonly banner: boolean;
  readonly origin: Origin;
}

export interface ExtensionCall {
  readonly from: string;
  readonly call: string;
  readonly args: readonly (readonly [name: string, value: OrderedLiteral])[];
  readonly description: string | undefined;
  readonly origin: Origin;
}

/** A literal whose mappings keep the order in which they were written. */
export type OrderedLiteral =
  string | number | boolean | null | readonly OrderedLiteral[] | ReadonlyMap<string, OrderedLiteral>;

export interface Argument {
  readonly name: string;
  readonly kind: "string" | "bool" | "list";
  readonly default: string | boolean | readonly string[];
  /** Environment variable that hands the value to commands. */
  readonly variable: string;
  readonly description: string | undefined;
  readonly origin: Origin;
}

export interface EnvFile {
  readonly path: string;
  readonly variables: readonly EnvVariable[];
  readonly origin: Origin;
}

export interface EnvVariable {
  readonly name: string;
  readonly default: string | undefined;
  readonly secret: boolean;
  readonly description: string | undefined;
  readonly origin: Origin;
}
