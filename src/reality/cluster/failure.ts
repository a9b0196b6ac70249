import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { report, type Kind } from "../../diagnostics/kind.ts";
import { shellWord } from "../../grammar/shell-word.ts";
import type { Answer } from "./ask.ts";
import { brokenAnswer, noAnswer, noKubectl, noMemory, notLoggedIn, unreachable } from "./kinds.ts";

/** Why a question was not answered. */
export type Failure =
  /** The cluster has no such kind. */
  | { readonly kind: "absent" }
  | { readonly kind: "forbidden" }
  /** A page was asked for whose list is too old. */
  | { readonly kind: "expired" }
  /** The server says that this one list fails; others may not. */
  | { readonly kind: "refused"; readonly said: string }
  | Fatal;

/** The whole cluster cannot be asked. */
export interface Fatal {
  readonly kind: "fatal";
  readonly of: Kind;
  readonly problem: Diagnostic & { readonly help: string };
}

/** What kubectl's failure means; undefined where it did not fail. `context` is named in the message. */
export function failureOf(answer: Answer, context: string): Failure | undefined {
  if (answer.kind === "absent")
    return fatal(noKubectl, `kubectl cannot be started: ${answer.reason}`, answer.help);
  if (answer.kind === "silent")
    return fatal(
      answer.is === "late" ? noAnswer : brokenAnswer,
      `\`${context}\`: ${answer.reason}`,
      silence(context),
    );
  if (answer.code === 0) return undefined;
  const said = complaint(answer.stderr);
  const [, reason] = /Error from server \((\w+)\)/.exec(said) ?? [];
  if (reason === "Forbidden") return { kind: "forbidden" };
  if (reason === "NotFound" || reason === "MethodNotAllowed" || said.includes("doesn't have a resource type"))
    return { kind: "absent" };
  if (reason === "Expired" || reason === "Gone") return { kind: "expired" };
  if (/\(Unauthorized\)|getting credentials|must be logged in/.test(said))
    return fatal(
      notLoggedIn,
      `\`${context}\` refuses the login: ${said}`,
      "log in again, until `kubectl auth whoami` answers",
    );
  if (reason !== undefined) return { kind: "refused", said };
  if (/context .* does not exist|no context exists/.test(said))
    return fatal(unreachable, said, "mend `cluster.contexts`, or point KUBECONFIG at the right file");
  if (/timeout|deadline exceeded|Client\.Timeout|request canceled/i.test(said))
    return fatal(noAnswer, `\`${context}\` did not answer in time: ${said}`, silence(context));
  if (/unexpected EOF|connection reset|broken pipe|http2: |stream error/.test(said))
    return fatal(brokenAnswer, `the answer of \`${context}\` broke off: ${said}`, again);
  return fatal(unreachable, `\`${context}\` cannot be reached: ${said}`, silence(context));
}

const again = "run it again; if it stays so, look at the way to the server: a proxy, a tunnel, its memory";

function silence(context: string): string {
  return `look whether \`kubectl --context ${shellWord(context)} get --raw /apis\` answers: the server, the VPN, the tunnel`;
}

/** Said of an answer that came whole and cannot be read. */
export function unreadable(context: string, question: string): Failure {
  const message = `\`${context}\` answers \`${question}\` with something that is not Kubernetes' JSON`;
  return fatal(brokenAnswer, message, "look at what stands between: a proxy, a login page");
}

/** Said of a list that says of each page that there is another. */
export function endless(context: string, question: string): Failure {
  const message = `\`${context}\` says of \`${question}\` again and again that there is more of it`;
  return fatal(brokenAnswer, message, "look at what serves it: an aggregated API server, a proxy");
}

/** Said where there is no room for what the cluster holds; `heap` is in bytes. */
export function tooMuch(context: string, heap: number): Diagnostic {
  const megabytes = Math.round(heap / 1024 / 1024);
  return report(
    noMemory,
    `what \`${context}\` holds takes more memory than the ${megabytes} MB that Node has`,
    {
      help: `give it more: \`NODE_OPTIONS=--max-old-space-size=${2 * megabytes}\``,
    },
  );
}

function fatal(of: Kind, message: string, help: string): Failure {
  return { kind: "fatal", of, problem: { ...report(of, message), help } };
}

/** The last line of a complaint tells most; what klog says before it is for kubectl's own authors. */
function complaint(stderr: string): string {
  const lines = stderr
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !/^[EWI]\d{4} /.test(line));
  return lines.at(-1) ?? "kubectl failed and said nothing";
}
