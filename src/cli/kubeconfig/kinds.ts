import type { Kind } from "../../diagnostics/kind.ts";

export const noToken: Kind = {
  code: "FT908",
  severity: "error",
  title: "the cluster makes no token of the dashboard's account",
  why: "A kubeconfig without a token of that account would be somebody else's, with somebody else's rights.",
  wrong: "fluxtilt kubeconfig, before Flux has made the ServiceAccount",
  right:
    "fluxtilt kubeconfig, once `flux get kustomizations` says that it is applied, by somebody who may create tokens",
};

/** Every kind of failure of minting a kubeconfig that is no failure of asking a cluster. */
export const mintKinds: readonly Kind[] = [noToken];
