import * as z from "zod";
import { namespacedName, parseNamespacedName } from "../grammar/kubernetes.ts";
import {
  defineAction,
  fluxKinds,
  kubeContext,
  type ActionContext,
  type FluxKind,
  type FluxObject,
  type Lack,
} from "./action.ts";
import { callOf, onlyCommand, type Invocation } from "./invocation.ts";

type Verb = "reconcile" | "suspend" | "resume";

function objectKey(kind: string, example: string): z.ZodOptional<typeof namespacedName> {
  return namespacedName
    .optional()
    .meta({ description: `The ${kind}, as \`namespace/name\`.`, examples: [example] });
}

const objectKeys = {
  kustomization: objectKey("Kustomization", "flux-system/apps"),
  helmRelease: objectKey("HelmRelease", "monitoring/kube-prometheus-stack"),
  gitRepository: objectKey("GitRepository", "flux-system/flux-system"),
  ociRepository: objectKey("OCIRepository", "flux-system/app-template"),
  helmRepository: objectKey("HelmRepository", "flux-system/grafana"),
  helmChart: objectKey("HelmChart", "flux-system/monitoring-grafana"),
  bucket: objectKey("Bucket", "flux-system/manifests"),
} satisfies Record<FluxKind, z.ZodType>;

type Written = Partial<Record<FluxKind, string | undefined>>;

const kinds = Object.keys(fluxKinds) as FluxKind[];

function findObject(written: Written, context: ActionContext): FluxObject | Lack {
  const named = kinds.filter((kind) => written[kind] !== undefined);
  if (named.length > 1) return { lacks: `takes one Flux object, not ${named.length}: ${named.join(", ")}` };
  const [kind] = named;
  if (kind !== undefined) return { kind, ...parseNamespacedName(written[kind] ?? "", context.fluxNamespace) };
  if (context.owner !== undefined) return context.owner;
  return {
    lacks: "lacks a Flux object",
    help: "give `kustomization` or `helmRelease`, or put it where `flux` says the owner",
  };
}

function words(verb: Verb, object: FluxObject): (string | typeof kubeContext)[] {
  return [
    "flux",
    verb,
    ...fluxKinds[object.kind].flux,
    object.name,
    "--namespace",
    object.namespace,
    "--context",
    kubeContext,
  ];
}

/** Other names that `flux` takes (fluxcd.io/flux/cmd). */
const aliases: Readonly<Record<string, string>> = { ks: "kustomization", hr: "helmrelease" };

function recogniseFlux(verb: Verb, invocation: Invocation): unknown {
  const flags = ["context", "namespace", ...(verb === "reconcile" ? ["with-source", "force"] : [])];
  const call = callOf(onlyCommand(invocation), "flux", flags);
  if (call?.words[0] !== verb) return undefined;
  const names = call.words.slice(1);
  const object = names.at(-1) ?? "";
  const said = names.slice(0, -1).map((word) => (Object.hasOwn(aliases, word) ? aliases[word] : word));
  const kind = kinds.find((one) => fluxKinds[one].flux.join(" ") === said.join(" "));
  if (kind === undefined) return undefined;
  // `flux` takes flux-system where nothing is said, and so does an inventory that names no other root.
  const namespace = call.flags.get("namespace") ?? "flux-system";
  const options = { [kind]: namespace === "flux-system" ? object : `${namespace}/${object}` };
  if (verb !== "reconcile") return options;
  return { ...options, withSource: call.flags.has("with-source"), force: call.flags.has("force") };
}

export const reconcile = defineAction({
  name: "reconcile",
  description: "Has Flux bring the cluster to what git says, now.",
  schema: z
    .strictObject({
      ...objectKeys,
      withSource: z
        .boolean()
        .default(false)
        .meta({ description: "Fetch the source first (Kustomizations and HelmReleases).", examples: [true] }),
      force: z
        .boolean()
        .default(false)
        .meta({ description: "Upgrade even when nothing changed (HelmReleases).", examples: [true] }),
    })
    .meta({ examples: [{ kustomization: "flux-system", withSource: true }] }),
  bare: { withSource: false, force: false },
  text: "Reconcile",
  icon: "sync",
  compile: (options, context) => {
    const object = findObject(options, context);
    if ("lacks" in object) return object;
    const deploys = object.kind === "kustomization" || object.kind === "helmRelease";
    if (options.withSource && !deploys)
      return { lacks: "takes `withSource` only for a Kustomization or a HelmRelease" };
    if (options.force && object.kind !== "helmRelease")
      return { lacks: "takes `force` only for a HelmRelease" };
    return {
      argv: [
        ...words("reconcile", object),
        ...(options.withSource ? ["--with-source"] : []),
        ...(options.force ? ["--force"] : []),
      ],
      needs: { flux: object },
    };
  },
  recognise: (invocation) => recogniseFlux("reconcile", invocation),
});

export const suspend = defineAction({
  name: "suspend",
  description: "Has Flux leave the object alone until it is resumed.",
  schema: z.strictObject(objectKeys).meta({ examples: [{ helmRelease: "monitoring/grafana" }] }),
  bare: {},
  text: "Suspend",
  icon: "pause",
  destructive: true,
  compile: (options, context) => {
    const object = findObject(options, context);
    return "lacks" in object ? object : { argv: words("suspend", object), needs: { flux: object } };
  },
  recognise: (invocation) => recogniseFlux("suspend", invocation),
});

export const resume = defineAction({
  name: "resume",
  description: "Has Flux take the object up again.",
  schema: z.strictObject(objectKeys).meta({ examples: [{ helmRelease: "monitoring/grafana" }] }),
  bare: {},
  text: "Resume",
  icon: "play_arrow",
  compile: (options, context) => {
    const object = findObject(options, context);
    return "lacks" in object ? object : { argv: words("resume", object), needs: { flux: object } };
  },
  recognise: (invocation) => recogniseFlux("resume", invocation),
});
