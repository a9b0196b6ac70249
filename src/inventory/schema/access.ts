import * as z from "zod";
import { name, namespace } from "../../grammar/kubernetes.ts";
import { appliedKeys } from "./applied.ts";
import { allow } from "./button.ts";

/** The account that the dashboard itself works with. */
export const access = z
  .strictObject({
    namespace: namespace
      .default("tilt")
      .meta({ description: "Namespace of the account, made with it.", examples: ["tilt"] }),
    serviceAccount: name
      .default("dashboard")
      .meta({ description: "Name of the account.", examples: ["dashboard"] }),
    ...appliedKeys({
      path: "infrastructure/base/access",
      fluxFile: "clusters/catalyst-cluster/access.yaml",
      flux: "access",
    }),
    allow,
  })
  .meta({
    id: "access",
    description: "An account that may do what the dashboard does and no more, deployed by Flux.",
    examples: [{ path: "infrastructure/base/access", fluxFile: "clusters/home/access.yaml" }],
  });
