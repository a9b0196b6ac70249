import * as z from "zod";
import { fluxKinds } from "../../actions/action.ts";
import { shellWord } from "../../grammar/shell-word.ts";
import { complaint, fromJson } from "./ask.ts";
import type { Check, Checkup } from "./checkup.ts";
import type { Finding } from "./finding.ts";

/** Written by templates/lib/suspend.sh onto what it suspends. */
const mark = "fluxtilt.dev/suspended-by";
/** Where Tilt serves its page unless told. */
const tiltPort = 10350;

const objects = z.object({
  items: z.array(
    z.object({
      metadata: z.object({
        name: z.string(),
        namespace: z.string(),
        annotations: z.record(z.string(), z.string()).nullish(),
      }),
      spec: z.object({ suspend: z.boolean().nullish() }).nullish(),
    }),
  ),
});

/** Kinds that a develop session suspends. */
const suspendable = ["kustomization", "helmRelease"] as const;

/** Objects that a develop session suspended and did not resume: Flux leaves them alone until somebody does. */
export const suspended: Check = {
  name: "suspended",
  look: async (checkup) => {
    const { dashboard, kubeConfig, env, listening } = checkup;
    const config = await kubeConfig();
    if ("reason" in config) return [{ standing: "skipped", message: config.reason }];
    const contexts = dashboard.cluster.contexts.filter((one) => config.contexts.includes(one));
    if (contexts.length === 0)
      return [{ standing: "skipped", message: "the kubeconfig has none of the inventory's contexts" }];
    const tilt = await listening(Number(env["TILT_PORT"] ?? "") || tiltPort);
    const asked = contexts.flatMap((context) =>
      suspendable.map((kind) => leftIn(checkup, context, kind, tilt.state === "taken")),
    );
    const found = (await Promise.all(asked)).flat();
    // A cluster that does not answer is told once, not once per kind.
    const told = found.filter(
      (one, index) => found.findIndex(({ message }) => message === one.message) === index,
    );
    if (told.length > 0) return told;
    return [{ standing: "ok", message: "no develop session has left anything suspended" }];
  },
};

async function leftIn(
  { ask }: Checkup,
  context: string,
  kind: (typeof suspendable)[number],
  isRunning: boolean,
): Promise<Finding[]> {
  const resource = fluxKinds[kind].kubectl;
  const answer = await ask([
    "kubectl",
    `--context=${context}`,
    "get",
    resource,
    "--all-namespaces",
    "--output=json",
    "--request-timeout=4s",
  ]);
  if (answer.kind !== "ended") return [unknown(context, answer.reason)];
  if (answer.code !== 0) {
    // Without Flux's own kinds nothing can be suspended.
    if (answer.stderr.includes("doesn't have a resource type")) return [];
    return [unknown(context, `kubectl says: ${complaint(answer)}`)];
  }
  const { data } = objects.safeParse(fromJson(answer.stdout));
  if (data === undefined) return [unknown(context, "kubectl's answer is in a form that is not known")];
  return data.items.flatMap(({ metadata, spec }): Finding[] => {
    if (metadata.annotations?.[mark] === undefined) return [];
    const name = `${kind} \`${metadata.namespace}/${metadata.name}\``;
    const call = (verb: string, rest: string): string =>
      `kubectl --context ${shellWord(context)} ${verb} ${resource} ${shellWord(metadata.name)} ` +
      `--namespace ${shellWord(metadata.namespace)} ${rest}`;
    if (spec?.suspend !== true)
      return [
        {
          standing: "warning",
          message: `${name} runs, and still carries the mark of a develop session`,
          help: `so that the next suspension is not taken for a session's: \`${call("annotate", `${mark}-`)}\``,
        },
      ];
    const patch = `{"spec":{"suspend":false},"metadata":{"annotations":{"${mark}":null}}}`;
    const resume = call("patch", `--type=merge --field-manager=flux-client-side-apply --patch '${patch}'`);
    return [
      {
        standing: isRunning ? "warning" : "problem",
        message: `${name} is suspended by a develop session${isRunning ? ", and Tilt runs on this machine" : ""}`,
        help: `${isRunning ? "if it does not develop it" : "unless somebody develops it right now"}: \`${resume}\``,
      },
    ];
  });
}

function unknown(context: string, reason: string): Finding {
  return {
    standing: "unknown",
    message: `what is suspended in \`${context}\` cannot be told: ${reason}`,
    help: "run it again when the cluster answers",
  };
}
