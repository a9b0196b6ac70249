import type { Answer } from "./stand-ins.ts";

/** A small Deployment, StatefulSet or DaemonSet in YAML, as `kubectl get -o=yaml` prints one. */
export function workloadYaml(kind: string, name: string, namespace: string): string {
  return [
    "apiVersion: apps/v1",
    `kind: ${kind}`,
    "metadata:",
    `  name: ${name}`,
    `  namespace: ${namespace}`,
    `  uid: ${namespace}-${name}`,
    "spec:",
    `  selector: {matchLabels: {app: ${name}}}`,
    "  template:",
    `    metadata: {labels: {app: ${name}}}`,
    `    spec: {containers: [{name: ${name}, image: "example.invalid/${name}:1"}]}`,
    "",
  ].join("\n");
}

/** Answers for every attach: `kubectl get -o=yaml KIND/NAME [-n NAMESPACE]` finds what it asks for. */
export function attachAnswers(): readonly Answer[] {
  return ["Deployment", "StatefulSet", "DaemonSet"].flatMap((kind) => {
    const match = `^get -o=yaml ${kind.toLowerCase()}(?:\\.apps)?/(\\S+)`;
    return [
      { tool: "kubectl", match: `${match} -n (\\S+)$`, stdout: workloadYaml(kind, "$1", "$2") },
      { tool: "kubectl", match: `${match}$`, stdout: workloadYaml(kind, "$1", "default") },
    ] as const;
  });
}

/** Answers for a helm_resource: the release is there, and its manifest is one Deployment of its name. */
export function helmAnswers(release: string, namespace: string): readonly Answer[] {
  const yaml = workloadYaml("Deployment", release, namespace);
  return [
    { tool: "helm", match: `^get manifest.* ${release}$`, stdout: `---\n${yaml}` },
    { tool: "helm", match: `^status ${release}\\b`, stdout: "STATUS: deployed\n" },
    { tool: "kubectl", match: "^get -oyaml -f -$", stdout: yaml },
  ];
}
