import { parseAllDocuments } from "yaml";
import type { McpServer } from "../../dashboard/mcp-servers.ts";

/** The generated files by path, as `generate` writes them. */
export type Manifests = ReadonlyMap<string, string>;

/** What the kubelet makes of a server's manifests. */
export interface GeneratedPod {
  readonly args: readonly string[];
  /** Values, and keys of the Secret that they come from. */
  readonly env: readonly { readonly name: string; readonly value?: string; readonly secretKey?: string }[];
  /** By path in the container. */
  readonly files: ReadonlyMap<string, string>;
  readonly holdsToken: boolean;
}

interface Deployment {
  readonly spec: {
    readonly template: {
      readonly spec: {
        readonly automountServiceAccountToken: boolean;
        readonly containers: readonly [Container];
        readonly volumes: readonly {
          readonly name: string;
          readonly configMap?: { readonly name: string };
        }[];
      };
    };
  };
}

interface Container {
  readonly args?: readonly string[];
  readonly env?: readonly {
    readonly name: string;
    readonly value?: string;
    readonly valueFrom?: { readonly secretKeyRef: { readonly key: string } };
  }[];
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
}

interface ConfigMap {
  readonly metadata: { readonly name: string };
  readonly data: Readonly<Record<string, string>>;
}

/** Every object in a generated file of a server; none where there is no such file. */
export function objectsIn(manifests: Manifests, server: McpServer, file: string): readonly unknown[] {
  const [path] = [...manifests.keys()].filter((one) => one.endsWith(`/${server.key}/${file}`));
  const text = path === undefined ? "" : (manifests.get(path) ?? "");
  return parseAllDocuments(text, { version: "1.1" }).map((document) => document.toJS() as unknown);
}

/** Reads what a server's pod is started with out of the text of its manifests. */
export function generatedPod(manifests: Manifests, server: McpServer): GeneratedPod {
  const [deployment] = objectsIn(manifests, server, "deployment.yaml") as readonly Deployment[];
  if (deployment === undefined) throw new Error(`no Deployment was generated for ${server.key}`);
  const { automountServiceAccountToken, containers, volumes } = deployment.spec.template.spec;
  const [{ args = [], env = [], volumeMounts }] = containers;
  const maps = objectsIn(manifests, server, "config-map.yaml") as readonly ConfigMap[];
  const files = volumeMounts.flatMap(({ name, mountPath }) => {
    const from = volumes.find((volume) => volume.name === name)?.configMap?.name;
    const data = maps.find(({ metadata }) => metadata.name === from)?.data ?? {};
    return Object.entries(data).map(([file, text]) => [`${mountPath}/${file}`, text] as const);
  });
  return {
    args: args.map(expanded),
    env: env.map(({ name, value, valueFrom }) => {
      const key = valueFrom?.secretKeyRef.key;
      return {
        name,
        ...(value === undefined ? {} : { value: expanded(value) }),
        ...(key === undefined ? {} : { secretKey: key }),
      };
    }),
    files: new Map(files),
    holdsToken: automountServiceAccountToken,
  };
}

/** Kubernetes takes `$$` for `$`, and replaces `$(NAME)`, which is never generated. */
function expanded(text: string): string {
  if (/(^|[^$])(\$\$)*\$\(/.test(text)) throw new Error(`Kubernetes would replace a part of ${text}`);
  return text.replaceAll("$$", "$");
}
