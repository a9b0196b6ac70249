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
import { fluxPermission, sourceAccess } from "./flux-access.ts";
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

/** Kinds that something is made of. */
const sourceKeys = z
  .strictObject({
    gitRepository: objectKeys.gitRepository,
    ociRepository: objectKeys.ociRepository,
    helmRepository: objectKeys.helmRepository,
    bucket: objectKeys.bucket,
  })
  .refine((value) => Object.keys(value).length === 1, "one source is fetched, and one is named")
  .meta({ minProperties: 1, maxProperties: 1, examples: [{ gitRepository: "flux-system" }] });

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

/** The source that is named; one that names no namespace lies beside its object, as in `sourceRef`. */
function sourceIn(written: true | Written, object: FluxObject): FluxObject | undefined {
  const kind = written === true ? undefined : kinds.find((one) => written[one] !== undefined);
  if (written === true || kind === undefined) return undefined;
  return { kind, ...parseNamespacedName(written[kind] ?? "", object.namespace) };
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
        .union([z.boolean(), sourceKeys], {
          error: "`withSource` is true, false, or one source, such as `{ gitRepository: flux-system }`",
        })
        .default(false)
        .meta({
          description:
            "Fetch the source first (Kustomizations and HelmReleases); named, `access:` allows no other.",
          examples: [true],
        }),
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
    const { withSource } = options;
    if (withSource !== false && !deploys)
      return { lacks: "takes `withSource` only for a Kustomization or a HelmRelease" };
    if (
      typeof withSource === "object" &&
      withSource.helmRepository !== undefined &&
      object.kind !== "helmRelease"
    )
      return { lacks: "takes a HelmRepository as `withSource` only for a HelmRelease" };
    if (options.force && object.kind !== "helmRelease")
      return { lacks: "takes `force` only for a HelmRelease" };
    return {
      argv: [
        ...words("reconcile", object),
        ...(withSource === false ? [] : ["--with-source"]),
        ...(options.force ? ["--force"] : []),
      ],
      needs: { flux: object },
      access: () => [
        fluxPermission("reconcile", object),
        ...(withSource === false
          ? []
          : sourceAccess(object, sourceIn(withSource, object), context.fluxNamespace)),
      ],
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
    if ("lacks" in object) return object;
    return {
      argv: words("suspend", object),
      needs: { flux: object },
      access: () => [fluxPermission("suspend", object)],
    };
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
    if ("lacks" in object) return object;
    return {
      argv: words("resume", object),
      needs: { flux: object },
      access: () => [fluxPermission("resume", object)],
    };
  },
  recognise: (invocation) => recogniseFlux("resume", invocation),
});
