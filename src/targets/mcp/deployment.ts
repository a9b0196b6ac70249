import type { McpServer, McpServers } from "../../dashboard/mcp-servers.ts";
import type { KubeObject } from "../manifests/object.ts";
import { checksumOf } from "./config-map.ts";
import { labelsOf, metadataOf, selectorOf } from "./labels.ts";
import { secretKeyOf } from "./secret.ts";

/** Name of the container's port, which probes, Service and routes use. */
export const portName = "http";

/**
 * One pod for one server: what it may is what this server may, and no other server listens at its localhost.
 * It fits the Pod Security Standard `restricted`, and its root file system is read-only.
 */
export function deploymentOf(mcp: McpServers, server: McpServer): KubeObject {
  const { plan } = server;
  const checksum = checksumOf(server);
  const { volumes, mounts } = volumesOf(server);
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: {
      ...metadataOf(mcp, server),
      annotations:
        server.description === undefined ? undefined : { "kubernetes.io/description": server.description },
    },
    spec: {
      replicas: 1,
      // No server keeps anything: the new one answers before the old one goes.
      strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
      selector: { matchLabels: selectorOf(server) },
      template: {
        metadata: {
          labels: labelsOf(server),
          annotations: checksum === undefined ? undefined : { "checksum/config": checksum },
        },
        spec: {
          serviceAccountName: server.name,
          automountServiceAccountToken: plan.holdsToken,
          enableServiceLinks: false,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: plan.runAsUser,
            runAsGroup: plan.runAsUser,
            fsGroup: plan.runAsUser,
            seccompProfile: { type: "RuntimeDefault" },
          },
          containers: [
            {
              name: "server",
              image: imageOf(server),
              args: plan.args.length === 0 ? undefined : plan.args.map(unexpanded),
              env: envOf(mcp, server),
              ports: [{ name: portName, containerPort: plan.port }],
              resources: { requests: { ...server.limits }, limits: { ...server.limits } },
              startupProbe: { ...probeOf(plan.probe), periodSeconds: 2, failureThreshold: 30 },
              readinessProbe: { ...probeOf(plan.probe), periodSeconds: 10 },
              livenessProbe: { ...probeOf(plan.probe), periodSeconds: 20 },
              securityContext: {
                allowPrivilegeEscalation: false,
                readOnlyRootFilesystem: true,
                capabilities: { drop: ["ALL"] },
              },
              volumeMounts: mounts,
            },
          ],
          volumes,
        },
      },
    },
  };
}

function imageOf({ image: { repository, version, digest } }: McpServer): string {
  return `${repository}:${version}${digest === undefined ? "" : `@${digest}`}`;
}

/** Kubernetes puts a variable in the place of `$(NAME)`, and `$` in the place of `$$`. */
function unexpanded(text: string): string {
  return text.replaceAll("$", "$$$$");
}

function envOf(mcp: McpServers, server: McpServer): readonly object[] | undefined {
  const { variables } = server.plan;
  if (variables.length === 0) return undefined;
  return variables.map((variable) =>
    "secret" in variable
      ? {
          name: variable.name,
          valueFrom: {
            secretKeyRef: { name: server.secret?.name, key: secretKeyOf(mcp, server, variable.name) },
          },
        }
      : { name: variable.name, value: unexpanded(variable.value) },
  );
}

/** By the port's name; a `host` there would be connected to, so it goes into the header that servers look at. */
function probeOf(probe: McpServer["plan"]["probe"]): object {
  if (probe.kind === "tcp") return { tcpSocket: { port: portName }, timeoutSeconds: 3 };
  const { path, host } = probe;
  const httpHeaders = host === undefined ? undefined : [{ name: "Host", value: host }];
  return { httpGet: { path, port: portName, httpHeaders }, timeoutSeconds: 3 };
}

interface Volumes {
  readonly volumes: readonly object[];
  readonly mounts: readonly object[];
}

function volumesOf({ name, plan }: McpServer): Volumes {
  const folders = [...new Set(plan.files.map(({ folder }) => folder))];
  const { authority } = plan;
  return {
    volumes: [
      ...(folders.length === 0 ? [] : [{ name: "config", configMap: { name } }]),
      // Kubernetes puts this one into every namespace.
      ...(authority === undefined ? [] : [{ name: "authority", configMap: { name: "kube-root-ca.crt" } }]),
      { name: "tmp", emptyDir: { sizeLimit: "64Mi" } },
    ],
    mounts: [
      ...folders.map((folder) => ({ name: "config", mountPath: folder, readOnly: true })),
      ...(authority === undefined ? [] : [{ name: "authority", mountPath: authority, readOnly: true }]),
      { name: "tmp", mountPath: "/tmp" },
    ],
  };
}
