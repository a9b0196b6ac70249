import type * as z from "zod";
import type { Target } from "../grammar/kubernetes.ts";
import type { Permission } from "../grammar/rbac.ts";
import type { Invocation } from "./invocation.ts";

/** Stands in an argv for the kube context that Tilt runs against, known when Tilt loads the file. */
export const kubeContext: unique symbol = Symbol("kube context");

/** One word of an argv. */
export type Word = string | typeof kubeContext;

/** A Flux object, by the name that the `flux` command line has for its kind. */
export interface FluxObject {
  readonly kind: FluxKind;
  readonly namespace: string;
  readonly name: string;
}

export type FluxKind = keyof typeof fluxKinds;

/** How `flux` and `kubectl` call each kind (fluxcd.io/flux/cmd). */
export const fluxKinds = {
  kustomization: { flux: ["kustomization"], kubectl: "kustomizations.kustomize.toolkit.fluxcd.io" },
  helmRelease: { flux: ["helmrelease"], kubectl: "helmreleases.helm.toolkit.fluxcd.io" },
  gitRepository: { flux: ["source", "git"], kubectl: "gitrepositories.source.toolkit.fluxcd.io" },
  ociRepository: { flux: ["source", "oci"], kubectl: "ocirepositories.source.toolkit.fluxcd.io" },
  helmRepository: { flux: ["source", "helm"], kubectl: "helmrepositories.source.toolkit.fluxcd.io" },
  helmChart: { flux: ["source", "chart"], kubectl: "helmcharts.source.toolkit.fluxcd.io" },
  bucket: { flux: ["source", "bucket"], kubectl: "buckets.source.toolkit.fluxcd.io" },
} as const;

/** What an action can take from the entry that it stands on, so that it cannot drift from it. */
export interface ActionContext {
  readonly target?: Target | undefined;
  readonly namespace?: string | undefined;
  /** The Flux object that owns the workload. */
  readonly owner?: FluxObject | undefined;
  /** Namespace of Flux objects that name none. */
  readonly fluxNamespace: string;
}

/** A question that an action needs answered before it runs; its answer is an environment variable. */
export interface Question {
  readonly variable: string;
  readonly label: string;
  readonly default: string;
}

/** What a command needs to be there in the cluster. */
export interface Needs {
  readonly workload?: {
    readonly target: Target;
    readonly namespace: string;
    readonly container?: string | undefined;
  };
  readonly secret?: { readonly namespace: string; readonly name: string; readonly key: string };
  readonly flux?: FluxObject;
}

/** A command line, run without a shell of its own. */
export interface Command {
  readonly argv: readonly Word[];
  readonly questions?: readonly Question[];
  /** Files of the repository that the command runs, relative to the inventory file. */
  readonly files?: readonly string[];
  /** Text of a shell, where a person wrote one. */
  readonly shell?: string;
  readonly needs?: Needs;
  /**
   * Tells what the API server must allow, as measured with the command itself; undefined where only the
   * person who wrote the command knows. It is asked only for an account of the dashboard's own.
   */
  readonly access?: () => readonly Permission[];
}

/** Why an action cannot be compiled: what stands behind its name in the message, and what mends it. */
export interface Lack {
  readonly lacks: string;
  readonly help?: string;
}

/** A typed action of a button or a task: `do: { <name>: <options> }`. */
export interface Action<Options = never> {
  readonly name: string;
  readonly description: string;
  /** What stands after the action's name. */
  readonly schema: z.ZodType<Options>;
  /** The options that the bare word stands for; absent where the action cannot be written bare. */
  readonly bare?: Options;
  /** What a button shows when it says nothing itself. */
  readonly text?: string;
  readonly icon?: string;
  /** Asks for confirmation unless the button says `confirm: false`. */
  readonly destructive?: boolean;
  readonly compile: (options: Options, context: ActionContext) => Command | Lack;
  /**
   * How import knows it: the options with which the action does what a command line does that somebody wrote
   * by hand, all of them said; undefined where it does something else. The schema is asked afterwards.
   */
  readonly recognise: (invocation: Invocation) => unknown;
}

/** Declares an action with its options' type taken from the schema. */
export function defineAction<Options>(action: Action<Options>): Action<Options> {
  return action;
}
