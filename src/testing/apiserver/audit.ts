import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A request as the API server's audit log tells it (kubernetes.io/docs/tasks/debug/debug-cluster/audit). */
export interface AuditedRequest {
  readonly verb: string;
  readonly apiGroup: string;
  /** With its subresource: `pods/exec`. */
  readonly resource: string;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly code: number;
  readonly uri: string;
}

interface Event {
  readonly verb: string;
  readonly requestURI: string;
  readonly user: { readonly username: string };
  readonly responseStatus?: { readonly code?: number };
  readonly objectRef?: {
    readonly apiGroup?: string;
    readonly resource: string;
    readonly subresource?: string;
    readonly namespace?: string;
    readonly name?: string;
  };
}

/** Flags that make the server log every request, without bodies, as soon as it was answered. */
export function auditArgs(root: string): readonly string[] {
  const policy = join(root, "audit-policy.json");
  const rules = [{ level: "Metadata", omitStages: ["RequestReceived", "ResponseStarted"] }];
  writeFileSync(policy, JSON.stringify({ apiVersion: "audit.k8s.io/v1", kind: "Policy", rules }));
  return [`--audit-policy-file=${policy}`, `--audit-log-path=${logOf(root)}`, "--audit-log-mode=blocking"];
}

const logOf = (root: string): string => join(root, "audit.log");

/** What a user asked of resources, in order; what a client asks to know the kinds is left out. */
export function auditedBy(root: string, username: string): readonly AuditedRequest[] {
  if (!existsSync(logOf(root))) return [];
  const lines = readFileSync(logOf(root), "utf8").split("\n");
  // The last line may be half written.
  return lines.slice(0, -1).flatMap((line): AuditedRequest[] => {
    const { verb, requestURI: uri, user, responseStatus, objectRef: ref } = JSON.parse(line) as Event;
    if (user.username !== username || ref === undefined) return [];
    const { apiGroup = "", subresource, namespace, name } = ref;
    const resource = subresource === undefined ? ref.resource : `${ref.resource}/${subresource}`;
    return [{ verb, apiGroup, resource, namespace, name, code: responseStatus?.code ?? 0, uri }];
  });
}
