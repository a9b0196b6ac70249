import { readFileSync } from "node:fs";
import { Agent, request } from "node:https";
import { inParallel } from "../../io/in-parallel.ts";
import type { ApiServer } from "./api-server.ts";

/** One question to the authorizer: may somebody do this? */
export interface Question {
  readonly verb: string;
  /** A resource, `resource/subresource`, or a path of the server such as `/metrics`. */
  readonly what: string;
  /** The core's unless told. */
  readonly group?: string;
  /** Every namespace unless told. */
  readonly namespace?: string;
  readonly name?: string;
}

/** A question in words, as `kubectl auth can-i` takes it. */
export function inWords({ verb, what, group = "", namespace = "all namespaces", name }: Question): string {
  const [resource = "", subresource] = what.split("/");
  const kind = `${resource}${group === "" ? "" : `.${group}`}`;
  return `${verb} ${what.startsWith("/") ? what : [kind, subresource, name].filter(Boolean).join("/")} in ${namespace}`;
}

/**
 * The questions that the API server's own authorizer answers with yes for a ServiceAccount, which is
 * `namespace:name`. As `kubectl auth can-i --as` does, but a thousand of them take a second and not minutes.
 */
export async function allowed(
  server: ApiServer,
  account: string,
  questions: readonly Question[],
): Promise<readonly Question[]> {
  const agent = new Agent({ keepAlive: true, ca: readFileSync(server.authority) });
  const url = `${server.url}/apis/authorization.k8s.io/v1/subjectaccessreviews`;
  const ask = (question: Question): Promise<boolean> =>
    new Promise((resolve, reject) => {
      const headers = { authorization: "Bearer admin-token", "content-type": "application/json" };
      const asked = request(url, { method: "POST", agent, headers, timeout: 20_000 }, (answer) => {
        let text = "";
        answer.setEncoding("utf8");
        answer.on("data", (chunk: string) => (text += chunk));
        answer.on("end", () => {
          const { status } = JSON.parse(text) as { status?: { allowed?: boolean } };
          if (status?.allowed === undefined) reject(new Error(text));
          else resolve(status.allowed);
        });
      });
      asked.on("error", reject);
      asked.end(JSON.stringify(reviewOf(account, question)));
    });
  try {
    const answers = await inParallel(questions, 8, ask);
    return questions.filter((_, index) => answers[index]);
  } finally {
    agent.destroy();
  }
}

/** The object that asks (authorization.k8s.io/v1), with the groups that each ServiceAccount is in. */
function reviewOf(account: string, { verb, what, group = "", namespace, name }: Question): object {
  const [resource, subresource] = what.split("/");
  return {
    apiVersion: "authorization.k8s.io/v1",
    kind: "SubjectAccessReview",
    spec: {
      user: `system:serviceaccount:${account}`,
      groups: [
        "system:serviceaccounts",
        `system:serviceaccounts:${account.split(":")[0] ?? ""}`,
        "system:authenticated",
      ],
      ...(what.startsWith("/")
        ? { nonResourceAttributes: { verb, path: what } }
        : { resourceAttributes: { verb, group, resource, subresource, namespace, name } }),
    },
  };
}
