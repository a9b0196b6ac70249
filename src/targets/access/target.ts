import type { Access } from "../../dashboard/applied.ts";
import type { Dashboard } from "../../dashboard/model.ts";
import type { Artifact } from "../artifact.ts";
import { fluxKustomization, kustomizationOf } from "../manifests/kustomization.ts";
import type { KubeObject } from "../manifests/object.ts";
import { manifestFile } from "../manifests/print.ts";
import { grantsOf, type Grant } from "./grants.ts";
import { oneLine, reasonsOf, unnarrowedIn } from "./reasons.ts";
import { rulesOf } from "./rules.ts";

const rbac = "rbac.authorization.k8s.io";

/** The dashboard's own account: what it may in each namespace, and why. */
export function accessTarget(dashboard: Dashboard): Artifact[] {
  const { access } = dashboard;
  if (access === undefined) return [];
  const { grants, uncovered } = grantsOf(dashboard);
  // What is outside of namespaces comes last.
  const namespaces = [...new Set(grants.map((one) => one.namespace))].sort();
  const roles = namespaces.map((namespace) => {
    const own = grants.filter((one) => one.namespace === namespace);
    return {
      file: namespace === undefined ? "cluster-role.yaml" : `role-${namespace}.yaml`,
      objects: roleOf(access, own, namespace),
      about: [...reasonsOf(own), ...unnarrowedIn(own)],
    };
  });
  const file = (name: string, objects: readonly object[], about: readonly string[] = []): Artifact =>
    manifestFile(dashboard, `${access.path}/${name}`, objects, about);
  const withNamespace = !isMadeElsewhere(dashboard, access);
  const names = [
    ...(withNamespace ? ["namespace.yaml"] : []),
    "service-account.yaml",
    ...roles.map((role) => role.file),
  ];
  return [
    file("kustomization.yaml", [kustomizationOf(names)]),
    ...(withNamespace ? [file("namespace.yaml", [namespaceOf(access)])] : []),
    file("service-account.yaml", [accountOf(access)], notCovered(uncovered)),
    ...roles.map((role) => file(role.file, role.objects, role.about)),
    manifestFile(dashboard, access.fluxFile, [fluxKustomization(dashboard.cluster, access)]),
  ];
}

/** Two Kustomizations must not own one object. */
function isMadeElsewhere({ mcp, cluster }: Dashboard, { namespace }: Access): boolean {
  return namespace === mcp?.namespace || namespace === cluster.flux.root;
}

/** Nothing runs in it: it admits what is restricted most. */
function namespaceOf({ namespace }: Access): KubeObject {
  return {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: {
      name: namespace,
      labels: { "pod-security.kubernetes.io/enforce": "restricted" },
      // With the namespace would go what others put there.
      annotations: { "kustomize.toolkit.fluxcd.io/prune": "disabled" },
    },
  };
}

function accountOf({ namespace, serviceAccount }: Access): KubeObject {
  return {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name: serviceAccount, namespace },
    // No pod is meant to run as it.
    automountServiceAccountToken: false,
  };
}

function roleOf(
  access: Access,
  grants: readonly Grant[],
  namespace: string | undefined,
): readonly KubeObject[] {
  const { serviceAccount } = access;
  const kind = namespace === undefined ? "ClusterRole" : "Role";
  // Under a name of its own in every namespace: others have a `dashboard` too.
  const metadata = { name: `${access.namespace}-${serviceAccount}`, namespace };
  return [
    { apiVersion: `${rbac}/v1`, kind, metadata, rules: rulesOf(grants) },
    {
      apiVersion: `${rbac}/v1`,
      kind: `${kind}Binding`,
      metadata,
      roleRef: { apiGroup: rbac, kind, name: metadata.name },
      subjects: [{ kind: "ServiceAccount", name: serviceAccount, namespace: access.namespace }],
    },
  ];
}

function notCovered(lines: readonly string[]): readonly string[] {
  return lines.length === 0
    ? []
    : ["", "What it may not, though the dashboard has it:", ...lines.map((line) => `  ${oneLine(line)}`)];
}
