import type { FluxObject } from "../actions/action.ts";
import type { Origin } from "../source/origin.ts";

/** Manifests that are written here and applied by Flux. */
export interface Applied {
  /** Folder of the manifests. */
  readonly path: string;
  /** File with the Kustomization that applies them. */
  readonly fluxFile: string;
  readonly kustomization: FluxObject;
  readonly source: { readonly kind: string; readonly namespace: string; readonly name: string };
  readonly dependsOn: readonly FluxObject[];
}

/** The account that the dashboard works with; what it may do follows from all the rest. */
export interface Access extends Applied {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly origin: Origin;
}
