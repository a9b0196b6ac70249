import * as z from "zod";
import type { Access } from "../../dashboard/applied.ts";
import { shellWord } from "../../grammar/shell-word.ts";
import type { Kind } from "../../diagnostics/kind.ts";
import { OutsideError } from "../../io/outside-error.ts";
import { failureOf } from "../../reality/cluster/failure.ts";
import { brokenAnswer, noContext } from "../../reality/cluster/kinds.ts";
import { complaint, fromJson, type Ask } from "../doctor/ask.ts";
import { noToken } from "./kinds.ts";

/** A kubeconfig that holds nothing but a way to the cluster and a token of the account. */
export interface Minted {
  /** JSON, which is YAML too. */
  readonly text: string;
  /** When the token ends, as the API server says it. */
  readonly until: string;
}

/** `kubectl config view --raw --minify --flatten --output=json`: the way to the cluster, and nobody's login. */
const view = z.object({
  clusters: z
    .array(
      z.object({
        cluster: z.object({
          server: z.string(),
          "certificate-authority-data": z.string().optional(),
          "insecure-skip-tls-verify": z.boolean().optional(),
          "tls-server-name": z.string().optional(),
          "proxy-url": z.string().optional(),
        }),
      }),
    )
    .length(1),
});

/** `kubectl create token --output=json`: a TokenRequest that was answered; a person is told its time. */
const tokenRequest = z.object({
  status: z.object({ token: z.string().min(1), expirationTimestamp: z.iso.datetime({ offset: true }) }),
});

/** Has the API server make a token of the account, through the login that the context has now. */
export async function mintKubeconfig(
  ask: Ask,
  access: Access,
  context: string,
  duration: string,
): Promise<Minted> {
  const { namespace, serviceAccount } = access;
  const refuse = (kind: Kind, reason: string, help: string): OutsideError =>
    new OutsideError({
      kind,
      path: `${namespace}/${serviceAccount}`,
      attempt: "mint a token of",
      reason,
      help,
    });
  const answerOf = async (
    words: readonly string[],
    whyNot: (said: string, kind: Kind) => Why,
  ): Promise<unknown> => {
    const answer = await ask(["kubectl", `--context=${context}`, ...words, "--output=json"]);
    const failure = failureOf(answer, context);
    const kind = failure?.kind === "fatal" ? failure.of : noToken;
    if (answer.kind === "absent") throw refuse(kind, "kubectl is not there", answer.help);
    if (answer.kind === "silent") throw refuse(kind, answer.reason, unreached);
    if (failure === undefined) return fromJson(answer.stdout);
    const said = complaint(answer);
    const why = whyNot(said, kind);
    throw refuse(why.kind, `kubectl says: ${said}`, why.help);
  };
  const way = view.safeParse(
    await answerOf(["config", "view", "--raw", "--minify", "--flatten"], () => ({
      kind: noContext,
      help: "look what `kubectl config view` says",
    })),
  ).data;
  const created = tokenRequest.safeParse(
    await answerOf(
      ["create", "token", serviceAccount, `--namespace=${namespace}`, `--duration=${duration}`],
      (said, kind) => whyNoToken(said, kind, access),
    ),
  ).data;
  if (way === undefined || created === undefined)
    throw refuse(brokenAnswer, "kubectl's answer is in a form that is not known", "update kubectl");
  const { token, expirationTimestamp } = created.status;
  return {
    text: kubeconfigOf(way.clusters[0]?.cluster, context, serviceAccount, token),
    until: expirationTimestamp,
  };
}

interface Why {
  readonly kind: Kind;
  readonly help: string;
}

/** What kubectl's complaint means; of the given kind where it says nothing of the account. */
function whyNoToken(said: string, kind: Kind, { namespace, serviceAccount, kustomization }: Access): Why {
  if (/not ?found/i.test(said))
    return {
      kind: noToken,
      help: `look whether Flux made it: flux get kustomization ${shellWord(kustomization.name)} --namespace ${shellWord(kustomization.namespace)}`,
    };
  if (/forbidden/i.test(said))
    return {
      kind: noToken,
      help: `use the kubeconfig of somebody who may create serviceaccounts/token of \`${serviceAccount}\` in \`${namespace}\`; the account itself may not`,
    };
  if (/expirationSeconds|duration/.test(said))
    return { kind: noToken, help: "ask for another `--duration`, of 10m at least" };
  return { kind, help: unreached };
}

const unreached = "look whether kubectl reaches the cluster";

/**
 * The same context name, so that the generated Tiltfiles run against it, and no namespace but the one that
 * the roles are made for.
 */
function kubeconfigOf(cluster: object | undefined, context: string, user: string, token: string): string {
  const config = {
    apiVersion: "v1",
    kind: "Config",
    "current-context": context,
    clusters: [{ name: context, cluster }],
    contexts: [{ name: context, context: { cluster: context, user, namespace: "default" } }],
    users: [{ name: user, user: { token } }],
  };
  return `${JSON.stringify(config, undefined, 2)}\n`;
}
