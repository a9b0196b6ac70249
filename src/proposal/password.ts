import type { HelmRelease, Reality, Workload } from "../reality/model.ts";
import { findData, findRelease } from "../reality/query.ts";
import { textAt, valueAt } from "../reality/value.ts";

/** The Secret that holds what a person logs in with; its name, never its value. */
export interface Login {
  readonly name: string;
  readonly key: string;
}

/** Where the login of a well-known program is kept, where it is not known to be missing. */
export function loginOf(reality: Reality, workload: Workload): Login | undefined {
  const release = workload.owner?.kind === "HelmRelease" ? findRelease(reality, workload.owner) : undefined;
  const login = /(^|-)argocd-server$/.test(workload.name)
    ? { name: "argocd-initial-admin-secret", key: "password" }
    : grafanaLogin(release, workload);
  if (login === undefined) return undefined;
  const { state } = findData(reality, "Secret", workload.namespace, login.name);
  return state === "found" || state === "unknown" ? login : undefined;
}

/** Of the charts `grafana` and `kube-prometheus-stack`; another Secret may be named in their values. */
function grafanaLogin(release: HelmRelease | undefined, workload: Workload): Login | undefined {
  const chart = release?.chart?.name;
  const at = chart === "grafana" ? [] : chart === "kube-prometheus-stack" ? ["grafana"] : undefined;
  if (at === undefined || !/(^|-)grafana$/.test(workload.name)) return undefined;
  const values = valueAt(release?.values, ...at);
  const existing = textAt(values, "admin", "existingSecret") ?? "";
  if (existing === "") return { name: workload.name, key: "admin-password" };
  return { name: existing, key: textAt(values, "admin", "passwordKey") ?? "admin-password" };
}
