import * as z from "zod";
import { count } from "../grammar/names.ts";
import { permissionOn, type Permission } from "../grammar/rbac.ts";
import { defineAction, fluxKinds, kubeContext } from "./action.ts";
import { callOf, onlyCommand, targetOf } from "./invocation.ts";
import { fluxPermission } from "./flux-access.ts";
import { kubectl, locate, objectWords, workloadKeys } from "./workload-target.ts";

const asked = `case "$REPLICAS" in
  '' | *[!0-9]*) echo "replicas is a whole number, not '$REPLICAS'" >&2; exit 2 ;;
esac
"$@" --replicas="$REPLICAS" || exit
echo "Where git states the replicas, Flux puts them back at its next reconcile; suspend it to keep yours."`;

const told = `"$@" || exit
echo "Where git states the replicas, Flux puts them back at its next reconcile; suspend it to keep yours."`;

/** The first words, up to `--`, suspend the owner. */
const suspended = `kind=$1 name=$2 namespace=$3 context=$4; shift 4
if [ -n "\${REPLICAS+set}" ]; then
  case "$REPLICAS" in
    '' | *[!0-9]*) echo "replicas is a whole number, not '$REPLICAS'" >&2; exit 2 ;;
  esac
  set -- "$@" --replicas="$REPLICAS"
fi
flux suspend "$kind" "$name" --namespace "$namespace" --context "$context" || exit
"$@" || exit
echo "$kind $namespace/$name stays suspended: flux resume $kind $name --namespace $namespace"`;

export const scale = defineAction({
  name: "scale",
  description: "Sets the number of pods; asks for it when `replicas` is not given.",
  schema: z
    .strictObject({
      ...workloadKeys,
      replicas: count
        .min(0, "replicas are 0 or more")
        .optional()
        .meta({ description: "How many pods; asked for in Tilt unless told.", examples: [0] }),
      suspend: z
        .boolean()
        .default(false)
        .meta({
          description: "Suspend the owning Flux object first, so that the number stays.",
          examples: [true],
        }),
    })
    .meta({ examples: [{ replicas: 0 }] }),
  bare: { suspend: false },
  text: "Scale",
  icon: "tune",
  destructive: true,
  compile: (options, context) => {
    const found = locate(options, context);
    if ("lacks" in found) return found;
    const questions =
      options.replicas === undefined ? [{ variable: "REPLICAS", label: "Replicas", default: "1" }] : [];
    const fixed = options.replicas === undefined ? [] : [`--replicas=${options.replicas}`];
    const command = kubectl("scale", ...objectWords(found), ...fixed);
    const { target, namespace } = found;
    const access = (): Permission[] => [
      permissionOn(target, namespace, ["get"]),
      permissionOn(target, namespace, ["patch"], "scale"),
    ];
    if (options.suspend) {
      const { owner } = context;
      if (owner === undefined)
        return { lacks: "lacks the Flux object to suspend", help: "give the workload or its group `flux`" };
      const kind = fluxKinds[owner.kind].flux.join(" ");
      return {
        argv: ["sh", "-c", suspended, "sh", kind, owner.name, owner.namespace, kubeContext, ...command],
        questions,
        needs: { workload: found, flux: owner },
        access: () => [...access(), fluxPermission("suspend", owner)],
      };
    }
    return {
      argv: ["sh", "-c", questions.length > 0 ? asked : told, "sh", ...command],
      questions,
      needs: { workload: found },
      access,
    };
  },
  recognise: (invocation) => {
    const command = onlyCommand(invocation);
    const own = command[0] === "sh" && [asked, told, suspended].includes(command[2] ?? "");
    const suspends = own && command[2] === suspended;
    const call = callOf(own ? command.slice(suspends ? 8 : 4) : command, "kubectl", [
      ...["context", "namespace", "replicas"],
    ]);
    const [verb, ...object] = call?.words ?? [];
    if (call === undefined || verb !== "scale") return undefined;
    const replicas = call.flags.get("replicas");
    const isAsked = replicas === undefined ? own : invocation.isShell && /^\$\{?REPLICAS\}?$/.test(replicas);
    const target = targetOf(object);
    if (target === undefined) return undefined;
    return {
      target,
      namespace: call.flags.get("namespace"),
      replicas: isAsked ? undefined : Number(replicas),
      suspend: suspends,
    };
  },
});
